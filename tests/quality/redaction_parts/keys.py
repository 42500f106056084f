"""Secrets: keys of known shapes, tokens, key files, connection strings, passwords in prose.

The label covers the secret alone, not the words, user names or hosts around it.
"""

import base64
import json
from collections.abc import Callable
from random import Random

from redaction_parts.labels import Kind, Person, Piece, Value, digits

LOWER = "abcdefghijklmnopqrstuvwxyz"
UPPER = LOWER.upper()
NUMBERS = "0123456789"
MIXED = LOWER + UPPER + NUMBERS
HEX = "0123456789abcdef"
BASE32 = UPPER + "234567"


def run(random: Random, pool: str, size: int) -> str:
    """Some characters of a pool."""
    return "".join(random.choices(pool, k=size))


SHAPES: dict[str, Callable[[Random], str]] = {
    "openai": lambda r: f"sk-{run(r, MIXED, 20)}T3Blbk" + f"FJ{run(r, MIXED, 20)}",
    "openai project": lambda r: f"sk-proj-{run(r, MIXED + '-_', 74)}",
    "anthropic": lambda r: f"sk-ant-api03-{run(r, MIXED + '-_', 93)}AA",
    "github": lambda r: r.choice(("ghp_", "gho_", "ghs_")) + run(r, MIXED, 36),
    "github fine": lambda r: f"github_pat_{run(r, MIXED, 22)}_{run(r, MIXED, 59)}",
    "gitlab": lambda r: f"glpat-{run(r, MIXED + '-_', 20)}",
    "aws id": lambda r: r.choice(("AKIA", "ASIA")) + run(r, BASE32, 16),
    "google": lambda r: f"AIza{run(r, MIXED + '-_', 35)}",
    "slack": lambda r: f"xox{r.choice('bp')}-{digits(r, 12)}-{digits(r, 12)}-{run(r, MIXED, 24)}",
    "stripe": lambda r: r.choice(("sk_live_", "rk_live_", "sk_test_")) + run(r, MIXED, 24),
    "sendgrid": lambda r: f"SG.{run(r, MIXED, 22)}.{run(r, MIXED, 43)}",
    "hugging face": lambda r: f"hf_{run(r, LOWER + UPPER, 34)}",
    "npm": lambda r: f"npm_{run(r, MIXED, 36)}",
    "pypi": lambda r: f"pypi-AgEIcHlwaS5vcmc{run(r, MIXED + '-_', 120)}",
    "telegram bot": lambda r: f"{digits(r, 10)}:AA{run(r, MIXED + '-_', 33)}",
    "digitalocean": lambda r: f"dop_v1_{run(r, HEX, 64)}",
    "twilio": lambda r: f"SK{run(r, HEX, 32)}",
    "jwt": lambda r: jwt(r),
}
WEAK = "sommer hunter dragon kitty fenwick Liverpool qwertz monkey".split()
BETTER = "Winter Pa$$w0rd Schatzi tr0ub4dor Xylofon".split()
PHRASE = "correct horse battery staple lamp otter violin moss".split()
PASSWORDS: tuple[Callable[[Random], str], ...] = (
    lambda r: r.choice(WEAK) + digits(r, r.choice((1, 2, 4))),
    lambda r: r.choice(BETTER) + r.choice("!?#*$") + digits(r, 2),
    lambda r: "-".join(r.choices(PHRASE, k=4)),
    lambda r: run(r, MIXED + "!#$%&*+?@^_~", r.choice((10, 14, 20))),
)
_SAID = """my password is |password: |pw is |the wifi password is |passwd |pass: |login pw = |
mein passwort ist |Passwort: |WLAN-Schlüssel: |mon mot de passe est |mdp : |mi contraseña es |
contraseña: |mijn wachtwoord is |wachtwoord: |pwd=|my old password was """
SAID = _SAID.replace("\n", "").split("|")
SEED = """
above acid almond anchor basket blossom cabin candle copper desert dolphin echo ember fabric garden
hammer island jungle kitten ladder marble napkin ocean pepper quantum ribbon saddle tunnel umbrella
velvet walnut yellow zebra
""".split()


def jwt(random: Random) -> str:
    """A JSON web token with a made-up subject and signature."""

    def part(value: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    head = part({"alg": "HS256", "typ": "JWT"})
    body = part({"sub": digits(random, 10), "iat": random.randrange(1_600_000_000, 1_750_000_000)})
    return f"{head}.{body}.{run(random, MIXED + '-_', 43)}"


def key(random: Random, _: Person) -> list[Piece]:
    """A key that its own shape gives away."""
    form = random.choice(list(SHAPES))
    return [Value(SHAPES[form](random), Kind.SECRET, form)]


def pem(random: Random, _: Person) -> list[Piece]:
    """A private key; the label covers what is between its first and last line."""
    form = random.choice(["RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED "])
    lines = [run(random, MIXED + "+/", 64) for _ in range(random.randrange(3, 9))]
    lines.append(run(random, MIXED + "+/", 30) + "==")
    return [
        f"-----BEGIN {form}PRIVATE KEY-----\n",
        Value("\n".join(lines), Kind.SECRET, "private key", "over lines"),
        f"\n-----END {form}PRIVATE KEY-----",
    ]


def password(random: Random) -> str:
    """A password such as people choose, or as a program chose it."""
    return random.choice(PASSWORDS)(random)


def password_said(random: Random, _: Person) -> list[Piece]:
    """A password after the words that say so."""
    way = random.random()
    if way < 0.08:
        return ["my pin is ", Value(digits(random, 4), Kind.SECRET, "pin", "said")]
    if way < 0.14:
        words = " ".join(random.sample(SEED, 12))
        return ["seed phrase: ", Value(words, Kind.SECRET, "seed phrase", "said")]
    if way < 0.2:
        code = " ".join(run(random, BASE32, 4) for _ in range(4))
        return ["2FA secret ", Value(code, Kind.SECRET, "2fa secret", "said")]
    return [random.choice(SAID), Value(password(random), Kind.SECRET, "password", "said")]


# Before the secret, which secret, and after it.
CONNECTIONS = """
postgres://app:|short|@db.wexcombe.io:5432/prod
postgresql+psycopg2://root:|short|@localhost/app
mongodb+srv://fenwick:|short|@cluster0.ab1cd.mongodb.net/test
mysql://shop:|short|@10.0.3.7:3306/shop
redis://:|short|@cache.internal:6379/0
amqps://guest:|short|@mq.wexcombe.io/vhost
Server=tcp:sql.wexcombe.io;User ID=sa;Password=|short|;Encrypt=true
AccountName=wex;AccountKey=|azure|;EndpointSuffix=core.windows.net
https://fenwick:|short|@git.wexcombe.io/app.git
""".strip().splitlines()
SETTINGS = """
DB_PASSWORD=|short|
SECRET_KEY = "|long|"
export API_TOKEN='|long|'
aws_secret_access_key = |long|
client_secret: |long|
"apiKey": "|hex|"
Authorization: Bearer |long|
Authorization: Basic |basic|
X-Api-Key: |hex|
curl -u fenwick:|short| -X POST
sshpass -p '|short|' ssh backup
mysql -u root -p|short| shop
""".strip().splitlines()


def connection(random: Random, _: Person) -> list[Piece]:
    """A connection string, or a line of settings, a header or a shell, that has a secret in it.

    What is around the secret in a connection string may be found or not: it is harmless.
    """
    short = run(random, MIXED + "!._-", 14)
    secrets = {
        "short": short,
        "long": run(random, MIXED, 40),
        "hex": run(random, HEX, 40),
        "azure": run(random, MIXED + "+/", 86) + "==",
        "basic": base64.b64encode(f"fenwick:{short}".encode()).decode(),
    }
    if random.random() < 0.5:
        before, which, after = random.choice(SETTINGS).split("|")
        return [before, Value(secrets[which], Kind.SECRET, "setting", "in context"), after]
    before, which, after = random.choice(CONNECTIONS).split("|")
    return [
        Value(before, Kind.URL, "around a secret", harmless=True),
        Value(secrets[which], Kind.SECRET, "connection string", "in context"),
        Value(after, Kind.URL, "around a secret", harmless=True),
    ]
