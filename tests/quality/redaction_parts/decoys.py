"""What looks like an identifier and is none: one maker for each kind of hard negative."""

from collections.abc import Callable
from random import Random
from uuid import UUID

from redaction_parts import checks
from redaction_parts.labels import Decoy, Person, Piece, digits

HEX = "0123456789abcdef"


def _isbn(random: Random) -> str:
    body = random.choice(["978", "979"]) + digits(random, 9)
    number = body + checks.ean(body)
    if random.random() < 0.5:
        return f"ISBN {number[:3]}-{number[3]}-{number[4:7]}-{number[7:12]}-{number[12]}"
    return f"ISBN {number}"


def _hex(random: Random, size: int) -> str:
    return "".join(random.choices(HEX, k=size))


def _number(random: Random) -> int:
    return random.randrange(1, 10 ** random.randrange(2, 8))


# In orders, prices and serials each 9 is any digit; elsewhere {9} is.
SHAPES: dict[str, tuple[str, ...]] = {
    "year": ("in 1{9}87", "since 2019", "1969", "the 1990s", "class of 2008", "2031"),
    "year range": ("2024-2025", "1914–1918", "2019/2020", "from 1998 - 2004", "FY2023-24"),
    "price": ("$1,299.00", "€ 49,90", "1.299,00 €", "£9.99", "12 500 kr", "R$ 1.999,90",
                "₹1,25,000",
              "between 120-150 euros", "3x 19.99"),
    "version": ("v2.14.3", "python 3.11.9", "1.0.0-rc.1", "10.0.19045.3693", "node v20.9.0",
                "iOS 17.2.1", "chrome 119.0.6045.199", "numpy==1.26.4", "kernel 6.1.0-18-amd64"),
    "order number": ("order 4099-8823-17", "Bestellung Nr. 302-9981726-4419202", "#10099283",
                     "ticket INC0099182", "invoice 2024-00917", "tracking 1Z999AA10199999784",
                     "parcel 00340434999999999999", "case no. 23-cv-09981", "RMA 99182736450"),
    "date": ("2024-03-17", "17/03/2024", "03.11.2022", "12-25-2023", "20240117", "17 March 2024",
             "le 3 mai 2021", "am 24.12.", "2023-W48-2"),
    "time": ("14:30", "at 9:05:33", "12:00-13:30", "0800 hours", "23:59:59.999", "24/7", "T+00:42"),
    "log time": ("2024-01-17T09:42:31.123Z", "[17/Jan/2024:09:42:31 +0000]", "1705484551",
                 "1705484551123", "09:42:31,456", "Jan 17 09:42:31"),
    "maths": ("3.141592653589793", "2^64 = 18446744073709551616", "1+2+3+4+5", "6.022e23",
              "0 1 1 2 3 5 8 13 21 34", "(12-3)*(45-6)", "x = -b ± 4.5", "A @ B", "1/998001",
              "1 2 3 4 5 6 7 8 9 10", "40320 362880 3628800", "f(x)=3x^2-2x+1", "0.1+0.2"),
    "decorator": ("@property", "@Override", "@dataclass(frozen=True)", "@media (max-width: 600px)",
                  "@pytest.fixture", "@app.route", "@types/node", "@Component", "@param",
                "@angular/core",
                  "@ 5pm", "@import", "@everyone"),
    "path": ("/usr/local/lib/python3.11/site-packages", "C:\\Windows\\System32\\drivers",
                "./src/main.rs",
             "~/.config/nvim/init.lua", "/var/log/syslog.1", "r/programming",
                "../assets/img_2041.png",
             "/dev/sda1", "application/json", "and/or", "src/u/util.c"),
    "phone-like": ("1-2-3", "call 112", "a 4-4-2 formation", "1,234,567", "1 000 000", "99 99 99",
                   "DIN 912 M8x40", "size 42-44", "555 people", "3-0 and 2-1", "0-60 in 3.9",
                   "800 x 600", "1920x1080", "+10 to +15", "lines 120-145", "pages 10 - 25",
                   "psalm 119:105", "route 66", "4x4 2.0", "(1) 2 (3) 4", "sections 2.1.3.4"),
    "coordinates": ("52.52{9}, 13.40{9}", "48°51′24″N 2°21′03″E", "(40.7128, -74.0060)",
                "x=1024.5 y=768.25"),
    "serial": ("SN: C02XK9A9JG5J", "model WH-1000XM4", "RTX 4090", "MPN 9999-0417-AB",
                "Intel i7-12700K",
               "part 06J 115 403 Q", "EAN 40123459999", "firmware R7000-V1.0.11.136",
                "CAS 7732-18-5"),
    "colour": ("#ff8800", "#1a2b3c", "rgb(12, 34, 56)", "#99aabb80"),
    "placeholder": ("YOUR_API_KEY", "<password>", "process.env.API_KEY", "password: ********",
                "sk-...",
                    "my password isn't working", "password reset", "user@", "Bearer <token>",
                "changeme?",
                    "os.environ['DB_PASSWORD']", "the api key is missing", "token limit is 4096",
                    "forgot my password again", "secret santa", "${SECRET}", "name@"),
    "street word": ("the street was 5 km long", "a road map for 2025", "off the main road",
                    "street food", "in der straße", "avenue of research", "lane 3",
                "drive 12 miles",
                    "wall street", "one way street", "la rue est fermée", "5 drives", "platz 3"),
    "dotted word": ("e.g. this", "i.e.that", "node.js", "README.md", "end.Then", "socket.io",
                "main.py",
                    "asp.net", "obj.name", "z.B. so", "package.json", "a.b.c",
                "System.out.println"),
    "not an ip": ("999.999.1.1", "1.2.3", "section 4.3.2.1.9", "12:34", "std::vector", "a::b",
                "::before",
                  "300.1.2.3", "00:1{9}:00"),
}  # fmt: skip


def _of_shape(random: Random, kind: str) -> str:
    shape = random.choice(SHAPES[kind])
    if kind in {"year", "coordinates", "not an ip"}:
        return shape.replace("{9}", random.choice("123456789"))
    keep = kind not in {"order number", "price", "serial"}
    return "".join(random.choice("0123456789") if c == "9" and not keep else c for c in shape)


MAKERS: dict[str, Callable[[Random], str]] = {
    "isbn": _isbn,
    "commit": lambda r: r.choice(["commit ", "sha ", ""]) + _hex(r, r.choice((7, 12, 40))),
    "digest": lambda r: f"sha256:{_hex(r, 64)}",
    "uuid": lambda r: str(UUID(int=r.getrandbits(128), version=4)),
    "number": lambda r: (
        f"{_number(r)} {r.choice(['rows', 'km', 'users', 'kcal', 'bytes', 'Euro'])}"
    ),
    "long number": lambda r: "id " + r.choice("123456789") + digits(r, r.choice((7, 12, 17))),
}


def decoy(random: Random, _: Person) -> list[Piece]:
    """A hard negative of any kind."""
    kind = random.choice([*SHAPES, *MAKERS])
    return [Decoy(_of_shape(random, kind) if kind in SHAPES else MAKERS[kind](random), kind)]
