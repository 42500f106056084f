"""Messages of the labelled set that are made from templates, with a fixed seed.

Each half has templates of its own; those of one template are alike: intervals go by template.
"""

import random
from collections.abc import Callable

Stretches = list[tuple[str, str]]
EACH = 8
WORDS = "lamp river sensor order parcel garden ticket invoice basket meter pump shelf".split()
NAMES = "Hedda Orla Piet Samir Wanda Yusuf Nils Ines Tove Radek Lucia Bram".split()
TOWNS = "Varberg Ulm Dunfold Erlach Tarragona Plzen Sligo Brest".split()

TYPED = {
    "dev": [
        "can you tell me what is wrong with this, I need it for tomorrow",
        "my cousin sent me this and I have no idea",
        "I'm not good with computers, please explain it slowly",
        "What would you change? I have worked on it all weekend.",
        "please have a look:",
        "Warum geht das nicht? Ich sitze seit drei Stunden daran.",
        "this is from work, I started there in May",
        "Is it normal that it looks like that? My old one never did.",
        "short answer please, I am on the train",
        "hey, same question as yesterday but with the new one",
    ],
    "held": [
        "what does it mean?? I'm at my mother's and she is worried",
        "Could you go through it with me? I am 67 and new to all this.",
        "here it comes",
        "make it simpler, my students are twelve",
        "Das hat mir mein Kollege geschickt, ich verstehe nur Bahnhof.",
        "I don't want to pay somebody for that, can I fix it on my own?",
        "the last time you told me it was fine, but look",
        "Who is responsible for that, me or them? I live in Malmö.",
        "ok next one. tell me if i should worry",
        "I promised my team an answer by noon",
    ],
}


def _python(r: random.Random) -> str:
    one, two = r.sample(WORDS, 2)
    return (
        f"class {one.title()}:\n    def __init__(self, {two}s):\n        self.{two}s = {two}s\n\n"
        f"    def count(self, limit={r.randint(2, 90)}):\n"
        f"        return len([x for x in self.{two}s if x.size > limit])"
    )


def _script(r: random.Random) -> str:
    one, two = r.sample(WORDS, 2)
    return (
        f"import {one}\nfrom {two} import load_{one}\n\n{one}s = load_{one}('{two}.db')\n"
        f"for {one} in {one}s:\n    if {one}.state == {r.randint(0, 9)}:\n"
        f"        {one}.reset()\nprint(len({one}s))"
    )


def _access_log(r: random.Random) -> str:
    return "\n".join(
        f"198.51.100.{r.randint(1, 254)} - - [{r.randint(10, 28)}/Jun/2024:{r.randint(10, 23)}:"
        f'{r.randint(10, 59)}:{r.randint(10, 59)} +0200] "GET /{r.choice(WORDS)} HTTP/1.1" '
        f"{r.choice([200, 301, 404, 500])} {r.randint(80, 9000)}"
        for _ in range(r.randint(4, 9))
    )


def _csv(r: random.Random) -> str:
    rows = [
        f"2024-{r.randint(1, 9):02}-{r.randint(1, 28):02},{r.choice(TOWNS)},{r.randint(1, 99)},"
        f"{r.uniform(0, 30):.1f}"
        for _ in range(r.randint(4, 10))
    ]
    return "\n".join(["date,place,count,value", *rows])


def _yaml(r: random.Random) -> str:
    one, two, three = r.sample(WORDS, 3)
    return (
        f"services:\n  {one}:\n    image: {two}/{one}:{r.randint(1, 9)}\n    ports:\n"
        f'      - "{r.randint(1000, 9999)}:80"\n    environment:\n      - {three.upper()}=1\n'
        f"  {two}:\n    image: {three}:latest\n    restart: always"
    )


def _mail(r: random.Random) -> str:
    one, two = r.sample(NAMES, 2)
    return (
        f"Dear {one},\n\nthe {r.choice(WORDS)} that you ordered on the {r.randint(3, 28)}th will "
        f"be brought to {r.choice(TOWNS)} one week later than planned. We apologise for the "
        f"inconvenience.\n\nKind regards,\n{two}\nCustomer Care"
    )


def _java(r: random.Random) -> str:
    one, two = (word.title() for word in r.sample(WORDS, 2))
    return (
        f"public class {one}Service {{\n    private final {two}Store store;\n\n"
        f"    public {two} find(long id) {{\n        if (id < {r.randint(1, 50)}) {{\n"
        f'            throw new IllegalArgumentException("{one}");\n        }}\n'
        f"        return store.get(id);\n    }}\n}}"
    )


def _javascript(r: random.Random) -> str:
    one, two = r.sample(WORDS, 2)
    return (
        f"function {one}Total({two}s) {{\n  let total = {r.randint(0, 5)};\n"
        f"  for (const {two} of {two}s) {{\n    total += {two}.price * {r.randint(2, 9)};\n  }}\n"
        f"  return total;\n}}\n\nconsole.log({one}Total([]));"
    )


def _journal(r: random.Random) -> str:
    return "\n".join(
        f"Sep {r.randint(10, 30)} {r.randint(10, 23)}:{r.randint(10, 59)}:{r.randint(10, 59)} "
        f"{r.choice(TOWNS).lower()} {r.choice(WORDS)}d[{r.randint(100, 9999)}]: "
        f"{r.choice(['started', 'connection lost', 'retrying', 'stopped by user'])}"
        for _ in range(r.randint(4, 9))
    )


def _tabs(r: random.Random) -> str:
    rows = [
        f"{r.choice(NAMES)}\t{r.choice(TOWNS)}\t{r.randint(20, 70)}\t"
        f"{r.randint(1, 9)},{r.randint(0, 9)}"
        for _ in range(r.randint(4, 10))
    ]
    return "\n".join(["Name\tTown\tAge\tHours", *rows])


def _html(r: random.Random) -> str:
    one, two, three = r.sample(WORDS, 3)
    return (
        f'<div class="{one}">\n  <h2>{two.title()}</h2>\n  <ul>\n    <li>{r.choice(TOWNS)}</li>\n'
        f'    <li><a href="/{three}/{r.randint(1, 99)}">{three}</a></li>\n  </ul>\n</div>'
    )


def _german_mail(r: random.Random) -> str:
    one, two = r.sample(NAMES, 2)
    return (
        f"Sehr geehrte Frau {one},\n\nwir bestätigen Ihren Termin am {r.randint(1, 28)}. Oktober "
        f"um {r.randint(8, 17)} Uhr in {r.choice(TOWNS)}. Bitte bringen Sie die Unterlagen mit.\n\n"
        f"Mit freundlichen Grüßen\n{two} Berger\nSachbearbeitung"
    )


def _shell(r: random.Random) -> str:
    host, user = r.choice(TOWNS).lower(), r.choice(NAMES).lower()
    one, two = r.sample(WORDS, 2)
    return (
        f"{user}@{host}:~$ ls -l {one}\n-rw-r--r-- 1 {user} {user} {r.randint(100, 9999)} Feb  3 "
        f"{two}\n{user}@{host}:~$ rm {one}/{two}\n"
        f"rm: cannot remove '{one}/{two}': Permission denied"
    )


def _c(r: random.Random) -> str:
    one, two = r.sample(WORDS, 2)
    return (
        f'#include "{one}.h"\n\nstatic int {two}_count = {r.randint(0, 9)};\n\n'
        f"void {one}_add(struct {two} *p) {{\n    if (p == NULL) return;\n"
        f"    {two}_count++;\n    p->next = NULL;\n}}"
    )


def _own_paragraphs_dev(r: random.Random) -> str:
    sentences = [
        f"The flat in {r.choice(TOWNS)} is on the {r.randint(2, 6)}th floor, without a lift.",
        f"The {r.choice(WORDS)} has been broken for {r.randint(2, 9)} weeks.",
        "The neighbours complain about everything, the stairs, the bikes, the smell of curry.",
        f"My friend {r.choice(NAMES)} says it will get better.",
        "The money is gone until the end of the month.",
        "Nobody at the office picks up the phone, and the letter from the town is still unopened.",
        "The dog is the only one who is happy about the park.",
        f"Then there is the matter of the {r.choice(WORDS)}, which was a present.",
    ]
    r.shuffle(sentences)
    return " ".join(sentences[:4]) + "\n\n" + " ".join(sentences[4:])


def _own_list_dev(r: random.Random) -> str:
    rows = [
        f"{word}: {r.choice(['ok', 'broken', 'lent to', 'ask'])} {r.choice(NAMES)}"
        for word in WORDS
    ]
    return "\n".join(r.sample(rows, 5))


def _own_paragraphs_held(r: random.Random) -> str:
    sentences = [
        f"The choir meets every {r.choice(['Monday', 'Tuesday', 'Friday'])} in the old school.",
        f"{r.choice(NAMES)} sings too loud and {r.choice(NAMES)} not at all.",
        f"In {r.choice(TOWNS)} the hall was so cold that the piano went out of tune.",
        "The conductor wants the Mass, the altos want something with a beat.",
        f"There are {r.randint(11, 40)} of us, and the average age is not a secret but a wound.",
        "The cake afterwards is the real reason why most people come.",
        "The parish wants rent from January, which the account cannot bear.",
        f"The last concert made {r.randint(90, 400)} euros, minus the flowers.",
    ]
    r.shuffle(sentences)
    return " ".join(sentences[:5]) + "\n\n" + " ".join(sentences[5:])


def _own_list_held(r: random.Random) -> str:
    rows = [
        f"{n}) {r.choice(WORDS)} for {name} ({r.randint(5, 60)} €)"
        for n, name in enumerate(NAMES, 1)
    ]
    return "\n".join(rows[: r.randint(4, 7)])


PASTED: dict[str, dict[str, Callable[[random.Random], str]]] = {
    "dev": {
        "code": _python, "code_2": _script, "log": _access_log, "data": _csv, "data_2": _yaml,
        "mail": _mail, "code_3": _java,
    },
    "held": {
        "code": _javascript, "log": _journal, "data": _tabs, "data_2": _html, "mail": _german_mail,
        "terminal": _shell, "code_2": _c,
    },
}  # fmt: skip
OWN: dict[str, dict[str, Callable[[random.Random], str]]] = {
    "dev": {"own_story": _own_paragraphs_dev, "own_list": _own_list_dev},
    "held": {"own_story": _own_paragraphs_held, "own_list": _own_list_held},
}


def made(half: str) -> list[tuple[str, str, Stretches]]:
    """(kind, template, stretches) of each message of the half; the same at every call."""
    r = random.Random(f"pasted {half}")
    messages = []
    for name, body in PASTED[half].items():
        for number in range(EACH):
            before, after = r.sample(TYPED[half], 2)
            gap = r.choice(["\n", "\n\n"])
            pasted = ("pasted", body(r) + "\n")
            stretches = [
                [("typed", before + gap), pasted],
                [pasted, ("typed", gap[1:] + after)],
                [("typed", before + gap), pasted, ("typed", gap[1:] + after)],
            ][number % 3]
            messages.append((name.partition("_")[0], f"{half} {name}", stretches))
    for name, body in OWN[half].items():
        for _ in range(EACH):
            text = f"{r.choice(TYPED[half])}\n\n{body(r)}"
            messages.append((name, f"{half} {name}", [("typed", text)]))
    return messages
