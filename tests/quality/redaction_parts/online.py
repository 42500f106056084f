"""IP addresses, web addresses and handles."""

from random import Random

from redaction_parts.contacts import LOCALS
from redaction_parts.labels import Kind, Person, Piece, Value, digits

HANDLES = """
nokturno_ lena.kvlt rookandroll quillfeather zed_arkwright thatwiebuschgirl oleBrumm mira_draws
xX_rook_Xx kazoo.kid tarek_elm sunniva.bakes thehallvard pixel_dorit jorikplays 0xfenwick
moth3rboard
""".split()
SITES = "marlies-quandt.de arkwright.dev sunnivabakes.com verdurin.fr devaal.nl oyelaran.io".split()
PUBLIC_PAGES = """
https://docs.python.org/3/library/re.html https://en.wikipedia.org/wiki/Photosynthesis
https://stackoverflow.com/questions/231767 https://www.rfc-editor.org/rfc/rfc2606
https://developer.mozilla.org/en-US/docs/Web/CSS https://example.com/page?id=3 http://example.org
http://localhost:3000/health http://localhost:8888/tree https://pypi.org/project/requests/
https://www.w3.org/TR/xml/ http://127.0.0.1:8000/admin www.example.com
""".split()


def _token(random: Random, size: int) -> str:
    return "".join(
        random.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", k=size)
    )


def _v4(random: Random) -> tuple[str, str, bool]:
    way = random.random()
    last = random.randrange(1, 255)
    if way < 0.2:
        start = random.choice(["192.168.1", "10.0.3", "172.16.40", "192.168.178", "10.20.30"])
        return f"{start}.{last}", "v4 private", True
    if way < 0.28:
        return random.choice(["127.0.0.1", "0.0.0.0", "255.255.255.255"]), "v4 of no host", True
    if way < 0.5:
        start = random.choice(["192.0.2", "198.51.100", "203.0.113"])
        return f"{start}.{last}", "v4", False
    net = random.choice([5, 31, 46, 62, 78, 84, 91, 109, 145, 176, 188, 212, 217])
    return f"{net}.{random.randrange(256)}.{random.randrange(256)}.{last}", "v4", False


def _v6(random: Random) -> tuple[str, str, bool]:
    def block() -> str:
        return f"{random.randrange(1, 65_536):x}"

    way = random.random()
    if way < 0.1:
        return "::1", "v6 of no host", True
    if way < 0.25:
        return f"fe80::{block()}:{block()}:{block()}:{block()}", "v6 private", True
    start = random.choice(["2001:db8", "2a02:8109", "2003:e7", "2a01:cb00", "2600:1700"])
    if way < 0.55:
        return ":".join([start, *(block() for _ in range(6))]), "v6 in full", False
    if way < 0.85:
        return f"{start}:{block()}::{block()}", "v6 shortened", False
    if way < 0.93:
        return f"{start}::{block()}".upper(), "v6 upper case", False
    return f"::ffff:203.0.113.{random.randrange(1, 255)}", "v6 of a v4", False


def ip(random: Random, _: Person) -> list[Piece]:
    """An IP address; private and reserved ones are harmless."""
    six = random.random() < 0.35
    text, form, harmless = _v6(random) if six else _v4(random)
    way = random.random()
    if six and way < 0.15:
        return ["[", Value(text, Kind.IP, form, "with a port", False, harmless), "]:8443"]
    if not six and way < 0.15:
        return [Value(text, Kind.IP, form, "with a port", False, harmless), ":8080"]
    if not six and way < 0.22:
        return ["http://", Value(text, Kind.IP, form, "in a url", False, harmless), "/status"]
    if not six and way < 0.28 and not harmless:
        return [Value(text.replace(".", "[.]"), Kind.IP, form, "defanged")]
    if way < 0.34:
        return [
            Value(text, Kind.IP, form, "with a prefix", False, harmless),
            "/64" if six else "/24",
        ]
    return [Value(text, Kind.IP, form, "plain", False, harmless)]


# The form, the dress and the shape of web addresses; what is in braces is drawn.
URLS = """
profile|plain|https://www.linkedin.com/in/{flat}-{number}/
profile|plain|https://github.com/{flat}/dotfiles
profile|plain|https://www.instagram.com/{name}/
profile|no scheme|facebook.com/{name}
profile|plain|https://t.me/{flat}
document|plain|https://docs.google.com/document/d/{long}/edit?usp=sharing
document|plain|https://www.dropbox.com/s/{token}/Scan%20{year}.pdf?dl=0
document|plain|https://1drv.ms/u/s!{token}
call|plain|https://zoom.us/j/{number}{number}?pwd={token}
own site|plain|https://{site}/wp-admin/post.php?post={number}&action=edit
own site|plain|https://{site}/über-mich#kontakt
own site|plain|http://{site}:8081/cam(1).jpg
own site|no scheme|www.{site}/cv
own site|no scheme|{site}/blog/{year}/05
own site|no scheme|{site}/~{name}
own site|defanged|hxxps://{defanged}/login
own site|over lines|https://{site}/fotos/sommer-\\n{year}/album
own site|upper case|HTTPS://WWW.WEXCOMBE.IO/TEAM/{number}
identifier inside|plain|https://shop.wexcombe.io/unsubscribe?email={local}%40gmail.com&u={number}
identifier inside|plain|https://wa.me/49171392{year}
short|plain|https://bit.ly/{short}
map|plain|https://www.google.com/maps/@48.{number}1,11.{number}7,17z
file|plain|ftp://{site}/pub/{name}.zip
""".strip().splitlines()


def url(random: Random, _: Person) -> list[Piece]:
    """A web address that points at a person or at what is theirs; some public pages, harmless."""
    if random.random() < 0.2:
        page = random.choice(PUBLIC_PAGES)
        return [Value(page, Kind.URL, "public page", harmless=True)]
    form, dress, shape = random.choice(URLS).split("|")
    name, site, local = (random.choice(pool) for pool in (HANDLES, SITES, LOCALS))
    text = shape.replace("\\n", "\n").format(
        name=name,
        flat=name.replace(".", "-").strip("_"),
        local=local,
        site=site,
        defanged=site.replace(".", "[.]"),
        number=digits(random, 6),
        year=random.randrange(2010, 2025),
        token=_token(random, 20),
        long=_token(random, 44),
        short=_token(random, 7),
    )
    return [Value(text, Kind.URL, form, dress)]


def handle(random: Random, _: Person) -> list[Piece]:
    """A user name with a mark of its own."""
    name = random.choice(HANDLES)
    if random.random() < 0.3:
        name += digits(random, 2)
    way = random.random()
    if way < 0.55:
        return [Value(f"@{name}", Kind.HANDLE, "with @")]
    if way < 0.75:
        flat = name.replace(".", "_")
        return [Value(f"{random.choice(['u/', '/u/'])}{flat}", Kind.HANDLE, "reddit")]
    if way < 0.88:
        return [Value(f"{name.replace('.', '')}#{digits(random, 4)}", Kind.HANDLE, "with number")]
    server = random.choice(["mastodon.social", "chaos.social", "fosstodon.org"])
    return [Value(f"@{name.replace('.', '')}@{server}", Kind.HANDLE, "fediverse")]


_SAID = """my discord is|insta:|my insta is|add me on snap:|telegram:|psn id|my gamertag is|ig:|
twitter handle|mein insta heißt|skype:|mon pseudo c'est|mi usuario es|username:|on github im|
steam name is|mijn gebruikersnaam is|tiktok -"""
SAID = _SAID.replace("\n", "").split("|")


def handle_said(random: Random, _: Person) -> list[Piece]:
    """A user name that only the words before it tell."""
    name = random.choice(HANDLES) + random.choice(["", "", digits(random, 2)])
    dress = "said"
    if random.random() < 0.25:
        name, dress = "@" + name, "said, with @"
    return [random.choice(SAID) + " ", Value(name, Kind.HANDLE, "user name", dress)]
