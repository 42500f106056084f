"""Every command on a home that is full of hostile text, and what acts in what it prints."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from click.testing import CliRunner
from hostile_strings import numbers_in
from tests.tui.hostile_journeys import join_study, remember, study_of
from tests.tui.test_hostile import CONTROLS, SEEN_AND_HARMLESS
from tests.tui.test_hostile_export import hostile_answers

from selfaudit.tui.main import cli

Words = Sequence[object]


@dataclass(slots=True)
class Printed:
    """What commands have printed: how much, which strings, what could act, what went wrong."""

    commands: set[str] = field(default_factory=set)
    calls: int = 0
    characters: int = 0
    drawn: set[int] = field(default_factory=set)
    acting: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command that does something, by its words."""
    if isinstance(command, click.Group):
        if command.invoke_without_command:
            yield " ".join(path)
        for name, part in command.commands.items():
            yield from leaves(part, (*path, name))
    else:
        yield " ".join(path)


def calls(root: Path, text: str) -> Mapping[str, Sequence[Words]]:
    """How each command is called; those that erase or leave come last."""
    name = "".join(one for one in text if one not in "/\0")[:40].encode("utf-8", "replace").decode()
    export, study, copy = root / "exports" / name, root / "hostile.toml", root / f"copy {name[:20]}"
    study.write_text(study_of(text), encoding="utf-8")
    export.mkdir(parents=True, exist_ok=True)
    (export / "conversations.json").write_text('[{"mapping": 3')
    word = text[:60].replace("\0", "").encode("utf-8", "replace").decode()
    row = ("export", "withhold", "--word", word, "--reason", "other")
    return {
        "open": [()],
        "status": [()],
        "sources": [()],
        "changes": [()],
        "attributes": [(), ("--verdict", "yes"), ("--message", word)],
        "about-me": [()],
        "next": [()],
        "undo": [()],
        "judge attribute": [("1", "yes", "--statement", word), ("99", "no")],
        "judge typists": [("skip",)],
        "judge recall": [(word,)],
        "judge instructions": [()],
        "judge guess": [("skip",)],
        "judge changes": [()],
        "judge next": [("skip",), ("no", "--statement", word)],
        "judge note": [("1", "--comment", word)],
        "judge details": [("1",)],
        "beliefs list": [()],
        "beliefs next": [()],
        "beliefs judge": [("yes", "--comment", word)],
        "beliefs undo": [()],
        "prompts list": [()],
        "prompts add": [(word,)],
        "prompts sample": [()],
        "messages show": [(word,)],
        "messages conversation": [(word,)],
        "messages search": [(), (word,), ("live", "--best"), (f'"{word}',)],
        "messages conversations": [(), (word,)],
        "relevance next": [()],
        "relevance mark": [("yes",)],
        "relevance undo": [()],
        "relevance select": [()],
        "relevance reveal": [(), ("--block", "1")],
        "compare prepare": [()],
        "compare next": [()],
        "compare show": [()],
        "compare vote": [("1",)],
        "compare undo": [()],
        "compare import": [(export,), (export / "conversations.json",)],
        "compare judge": [()],
        "compare reveal": [(), ("--block", "1")],
        "compare rate": [("1", "1", "3")],
        "report": [()],
        "budget": [(), ("20",), ("none",)],
        "import": [(export, "--yes"), (f"/nowhere/{word}",), (export, "--dry-run")],
        "extract": [()],
        "export": [()],
        "export rows": [(table,) for table in ("attributes", "quotes", "prompts", "answers", word)],
        "export level": [("full",)],
        "export withhold": [row[2:]],
        "export keep": [("--word", word)],
        "export forget": [("--word", word)],
        "export choices": [()],
        "export names": [("--add", word), (), ("--propose",), ("--remove", word)],
        "export restore": [(word,)],
        "export replace": [(word,)],
        "export consent": [()],
        "export make": [(root / f"package{name[:20]}",)],
        "export again": [(word, root / "again")],
        "export list": [()],
        "verify": [(export,), (root / word.replace("/", "")[:30],)],
        "study show": [(), (study,), (export / "conversations.json",)],
        "study join": [(study, "--yes")],
        "study leave": [("--yes",)],
        "models list": [()],
        "models recommend": [()],
        "models pull": [(word,)],
        "models add": [(export,), (export / "conversations.json",)],
        "models verify": [(word,)],
        "models remove": [(word,)],
        "models requantise": [(word, "--yes")],
        "doctor": [()],
        "completion": [("bash",), (word,)],
        "backup": [(copy,), (export,)],
        "restore": [(export / "conversations.json",), (f"/nowhere/{word}",)],
        "erase attribute": [("1",)],
        "erase conversation": [(word,)],
        "erase source": [("1",)],
        "erase dates": [("2020-01-01", "2030-01-01")],
        "erase everything": [(), ("--keep-judgments", "--yes")],
    }


def fill(root: Path, text: str) -> Path:
    """A home all of whose texts are this one."""
    person = hostile_answers(root / "home", text)
    storable = text.encode("utf-8", "replace").decode()
    person.store.history.add_source(storable, "chatgpt", person.clock.now())
    remember(person, text)
    join_study(person, text)
    person.store.close()
    return root / "home"


def run_all(root: Path, text: str, printed: Printed, *, with_json: bool = True) -> None:
    """Call every command, plainly and with --json, and note what it prints."""
    home = fill(root, text)
    for command, options in calls(root, text).items():
        printed.commands.add(command)
        has_json = with_json and command not in ("open", "completion")
        for words in options:
            for more in ((), ("--json",)) if has_json else ((),):
                path = () if command == "open" else tuple(command.split())
                called = ["--home", str(home), *map(str, (*path, *words, *more))]
                done = CliRunner().invoke(cli, called, input="")
                printed.calls += 1
                _look(printed, command, done.output + done.stderr)
                if done.exception is not None and not isinstance(done.exception, SystemExit):
                    printed.crashes.append(f"{command}: {done.exception!r}")


def _look(printed: Printed, command: str, output: str) -> None:
    printed.characters += len(output)
    printed.drawn |= numbers_in(output)
    for one in output:
        if (
            unicodedata.category(one) in CONTROLS
            and one not in "\n\t\u200c\u200d" + SEEN_AND_HARMLESS
        ):
            printed.acting.append(f"{command}: U+{ord(one):04X}")
