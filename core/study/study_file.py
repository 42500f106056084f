"""A study's file, checked key by key."""

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET

from selfaudit.core.comparison.arms import PROTOCOL_PAIRS, PairDesign
from selfaudit.core.comparison.wordings import VOTE_WORDINGS
from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.consent_file import template_of
from selfaudit.core.models.comparison import Arm
from selfaudit.core.models.wording import Wording
from selfaudit.core.relevance.everyday import LONGEST_PROMPT, EverydayPrompt
from selfaudit.core.relevance.lists import PROTOCOL_LISTS
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.review.design import PROTOCOL_DESIGN
from selfaudit.core.review.sizes import PROTOCOL_SIZES
from selfaudit.core.review.wordings import ASKED, BESIDE, GUESS, INSTRUCTIONS
from selfaudit.core.study import shapes
from selfaudit.core.study.reading import (
    check_keys,
    converted,
    named,
    refuse,
    source_of,
    tables_of,
    text_in,
)
from selfaudit.core.study.study import FixedModel, Study
from selfaudit.core.study.terms import CARDS, PromptRule, Terms

OWN_WORDINGS: Mapping[str, Wording] = {
    str(one.name): one
    for one in (*ASKED.values(), *BESIDE.values(), SHOULD_MATTER, *VOTE_WORDINGS.values())
}
"""The program's words of every question that a study may word otherwise, by name."""

TABLES = ("study", "model", "wordings", "prompts", "counts", "order", "export", "consent")
"""Every table of a study's file, in the order in which they are shown."""


def load_study(path: Path) -> tuple[Study, str]:
    """The study in a file, and the file's text. Raises StudyError."""
    source = source_of(path)
    return parse_study(source, named(path)), source.decode()


def parse_study(source: bytes, where: str) -> Study:
    """The study that a file's bytes are of; `where` is what sentences call the file.

    Raises StudyError where it is no study: it says the file, the key, why, and what to do.
    """
    tables = tables_of(source, where)
    check_keys(tables, TABLES, "the file", where)
    if "study" not in tables:
        refuse(
            where,
            "it has no table [study], so it does not say which study it is",
            "A file with a [consent] alone is no study to be joined: it goes with "
            "`selfaudit export make --study`.",
        )
    head = converted(tables["study"], shapes.StudyTable, "[study]", where)
    return Study(
        id=head.id,
        version=text_in(head.version, "`version`", where, longest=shapes.LONGEST_ID),
        title=text_in(head.title, "`title`", where, longest=shapes.LONGEST_TITLE),
        sha256=hashlib.sha256(source).hexdigest(),
        fixes=tuple(name for name in TABLES[1:] if name in tables),
        terms=_terms(tables, head.id, where),
        model=_model(tables, where),
        level=converted(tables["export"], shapes.ExportTable, "[export]", where).level
        if "export" in tables
        else None,
        consent=_consent(tables, where),
    )


def _model(tables: Mapping[str, object], where: str) -> FixedModel | None:
    if "model" not in tables:
        return None
    read = converted(tables["model"], shapes.ModelTable, "[model]", where)
    longest = shapes.LONGEST_TITLE
    return FixedModel(
        read.sha256.lower(),
        text_in(read.name, "`name` in [model]", where, longest=longest, empty=True),
        text_in(read.source, "`source` in [model]", where, longest=longest, empty=True),
        read.adapter.lower() or None,
    )


def _consent(tables: Mapping[str, object], where: str) -> ConsentTemplate | None:
    if "consent" not in tables:
        return None
    consent = tables["consent"]
    if not isinstance(consent, dict):
        refuse(where, "[consent] must be a table")
    return template_of(consent, where)


def _terms(tables: Mapping[str, object], id: str, where: str) -> Terms:
    terms = Terms(wordings=dict(_wordings(tables.get("wordings", {}), where)))
    if "prompts" in tables:
        terms = replace(terms, prompts=_prompts(tables["prompts"], id, where))
    if "counts" in tables:
        terms = _counted(terms, tables["counts"], where)
    if "order" in tables:
        read = converted(tables["order"], shapes.OrderTable, "[order]", where)
        seed = read.seed if isinstance(read.seed, int) else None
        terms = replace(terms, seed=seed, early=read.early, extra=read.extra)
    return terms


def _wordings(tables: object, where: str) -> Iterator[tuple[str, Wording]]:
    if not isinstance(tables, dict):
        refuse(where, "[wordings] must be a table")
    check_keys(tables, list(OWN_WORDINGS), "[wordings]", where)
    for name, table in tables.items():
        of, own = f"[wordings.{name}]", OWN_WORDINGS[name]
        read = converted(table, shapes.WordingTable, of, where)
        is_instructions = own is INSTRUCTIONS
        text = text_in(
            read.text,
            f"`text` in {of}",
            where,
            longest=shapes.LONGEST_INSTRUCTIONS if is_instructions else shapes.LONGEST_QUESTION,
            lines=is_instructions,
        )
        if own is GUESS and CARDS not in text:
            refuse(where, f"`text` in {of} must have {CARDS} where the number of cards belongs")
        yield name, replace(own, version=read.version, text=text)


def _prompts(table: object, id: str, where: str) -> PromptRule:
    if isinstance(table, dict) and isinstance(table.get("bundled"), list):
        for row in table["bundled"]:
            converted(row, shapes.PromptTable, "[[prompts.bundled]]", where)
    read = converted(table, shapes.PromptsTable, "[prompts]", where)
    if read.bundled is UNSET:
        return PromptRule(read.own, read.history)
    if not read.bundled and not (read.own or read.history):
        refuse(where, "[prompts] leaves no prompt to ask about")
    prompts = []
    for one in read.bundled:
        of = f"of the prompt “{one.name}”"
        text = text_in(one.text, f"`text` {of}", where, longest=LONGEST_PROMPT, lines=True)
        topic = text_in(one.topic, f"`topic` {of}", where, longest=shapes.LONGEST_TITLE, empty=True)
        prompts.append(EverydayPrompt(f"{id}/{one.name}", topic, one.personal, text))
    for what, values in (
        ("name", [one.name for one in read.bundled]),
        ("text", [one.text for one in prompts]),
    ):
        if len(set(values)) < len(values):
            refuse(where, f"two prompts of [prompts] have the same {what}")
    return PromptRule(read.own, read.history, tuple(prompts))


def _counted(terms: Terms, table: object, where: str) -> Terms:
    if isinstance(table, dict) and "arms" in table:
        converted(table["arms"], shapes.ArmsTable, "[counts.arms]", where)
    read = converted(table, shapes.CountsTable, "[counts]", where)
    there = {
        name: value
        for name in read.__struct_fields__
        if (value := getattr(read, name)) is not UNSET
    }

    def given(**names: str) -> dict[str, Any]:
        return {field: there[name] for field, name in names.items() if name in there}

    pairs = replace(
        PROTOCOL_PAIRS,
        **given(block="pairs_per_block", about_you="pairs_about_you", repeated="pairs_repeated"),
    )
    if read.arms is not UNSET:
        pairs = _mixed(pairs, read.arms, where)
    same = ("checks", "folded", "support", "lasting", "guesses", "missed")
    return replace(
        terms,
        sizes=replace(PROTOCOL_SIZES, **given(headline="headline_cards", set="set_cards")),
        design=replace(PROTOCOL_DESIGN, **given(**{name: name for name in same})),
        lists=replace(
            PROTOCOL_LISTS, **given(prompts="prompts_per_block", attributes="marks_per_prompt")
        ),
        pairs=pairs,
    )


def _mixed(pairs: PairDesign, read: shapes.ArmsTable, where: str) -> PairDesign:
    shares = msgspec.structs.asdict(read)
    total = math.fsum(shares.values())
    if not math.isclose(total, 1, abs_tol=1e-6):
        refuse(where, f"the shares in [counts.arms] sum up to {total:g}, not to 1")
    return replace(pairs, mix=tuple((Arm(name), share) for name, share in shares.items()))
