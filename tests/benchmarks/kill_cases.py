"""The commands that are killed, each on its base, with what must hold afterwards."""

import json
from pathlib import Path

from bases import Bases
from kill_commands import (
    Case,
    before_or_after,
    conversations_of,
    conversations_whole,
    copy_whole,
    erased_or_not,
    items_kept,
    nothing_more,
    number_in,
    package_whole,
    run,
    stored,
    windows_kept,
)

from selfaudit.core.export.consent_file import load_template

LIMIT = 6.0
"""Seconds of the work of a model, which starts within two."""

COUNTED = ("message", "judgment", "mark", "vote", "content")


def cases(bases: Bases, *, with_model: bool) -> list[tuple[Case, float]]:
    """Every case, with its share of the kills."""
    wanted = bases.fresh("empty")
    run(wanted, ["import", bases.export, "--yes", "--json"])
    conversations = conversations_of(wanted)
    package, copy = bases.work / "package", bases.work / "copy.db"
    consent = _consent(bases)

    def counts(home: Path) -> tuple[int, ...]:
        return tuple(number_in(home, f"SELECT count(*) FROM {table}") for table in COUNTED)

    restoring = {"before": counts(bases.fresh("history")), "after": counts(bases.fresh("person"))}
    importing = {"conversations": conversations}
    done: list[tuple[Case, float]] = [
        (
            Case(
                f"import ({base} store)",
                base,
                lambda home, n: ["import", bases.export, "--yes", "--json"],
                conversations_whole,
                kept=dict(importing),
            ),
            1.0,
        )
        for base in ("empty", "history")
    ]
    done += [
        (
            Case(
                f"erase {kind}",
                "canaries",
                lambda home, n, words=words: ["erase", *_meant(home, words), "--yes", "--json"],
                erased_or_not(kind),
            ),
            0.6,
        )
        for kind, words in {
            "attribute": ("attribute", "1"),
            "conversation": ("conversation", ""),
            "source": ("source", "1"),
            "dates": ("dates", "1970-02-05", "1970-02-14"),
            "texts": ("everything", "--keep-judgments"),
            "everything": ("everything",),
        }.items()
    ]

    def case(name: str, base: str, words: list[object], check: object, *, once: bool) -> Case:
        return Case(name, base, lambda home, n: words, check, once)  # type: ignore[arg-type]

    done += [
        (Case("judge attribute", "person",
              lambda home, n: ["judge", "attribute", 31 + n, "yes", "--remember", "unsure",
                               "--json"],
              stored("judgment", "judgments"), once=False), 1.5),
        (case("judge next", "person", ["judge", "next", "unsure", "--json"],
              stored("judgment", "judgments"), once=False), 0.5),
        (case("judge note", "person", ["judge", "note", "next", "--comment", "x", "--json"],
              stored("judgment", "judgments"), once=False), 0.5),
        (case("undo", "person", ["undo", "--json"], stored("judgment", "undone"), once=False), 0.5),
        (case("relevance mark", "person", ["relevance", "mark", "yes", "--json"],
              stored("mark", "mark"), once=False), 1.0),
        (case("compare vote", "person",
              ["compare", "vote", "1", "--reason", "clearer", "--json"],
              stored("vote", "votes"), once=False), 0.5),
        (case("prompts add", "person", ["prompts", "add", "What next?", "--json"],
              stored("prompt", "prompt"), once=False), 0.3),
        (case("budget", "history", ["budget", "20", "--json"], nothing_more, once=True), 0.7),
        (case("study join", "history", ["study", "join", bases.study, "--yes", "--json"],
              nothing_more, once=True), 0.7),
        (case("export names", "person", ["export", "names", "--add", "Ana", "--json"],
              nothing_more, once=False), 0.4),
    ]  # fmt: skip
    for option in ((), ("--zip",)):
        words = ["export", "make", package, *consent, *option, "--no-parquet", "--json"]
        made = case(" ".join(("export make", *option)), "person", words, package_whole, once=False)
        made.kept["path"] = package
        done.append((made, 1.0))
    kept = case("backup", "history", ["backup", copy, "--json"], copy_whole, once=False)
    kept.kept["path"] = copy
    back = case("restore", "history", ["restore", bases.copy, "--yes", "--json"],
                before_or_after, once=True)  # fmt: skip
    back.kept |= restoring
    done += [(kept, 0.8), (back, 1.0)]
    if with_model:
        extract = case("extract", "model", ["extract", "--yes", "--json"], windows_kept, once=False)
        select = case("relevance select", "person", ["relevance", "select", "--yes", "--json"],
                      items_kept("selection"), once=False)  # fmt: skip
        extract.limit = select.limit = LIMIT
        done += [(extract, 0.7), (select, 0.5)]
    return done


def _meant(home: Path, words: tuple[str, ...]) -> list[str]:
    """The arguments, with the id of the conversation whose canaries are known."""
    if words[0] != "conversation":
        return list(words)
    from builders import conversation_id
    from canaries import canary

    return ["conversation", conversation_id("chatgpt", canary("c1ext"))]


def _consent(bases: Bases) -> list[str]:
    """The options of somebody who has agreed to what would leave."""
    told = run(bases.fresh("person"), ["export", "consent", "--json"])
    shown = json.loads(told.printed)
    right = ",".join(str(question.right + 1) for question in load_template(None).questions)
    return ["--consent-hash", shown["hash"], "--answers", right, "--age-stated"]
