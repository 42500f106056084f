"""The second page: does the model know what matters to the person?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from selfaudit.core.agreement.enough import Headline, Standing, Unit, standing
from selfaudit.core.agreement.flips import compare
from selfaudit.core.agreement.results import Estimate
from selfaudit.core.agreement.selection import ChoiceRow, Selection, selected_share, selection
from selfaudit.core.agreement.tables import MarkRow
from selfaudit.core.models.block import Stage
from selfaudit.core.models.relevance import MarkAnswer, PromptSource
from selfaudit.core.relevance.matching import Line, Matching, match
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.report.pages import Bar, Bars, Behind, Figure, Of, Page, Row, Scale, Table
from selfaudit.core.report.words import counted, value
from selfaudit.core.store.store import Store

CUTS = {"own": "", "fixed": ", at 0.5", "fitted": ", at your rate"}
"""How scores became choices, behind a selector's title."""

SOURCES = {
    PromptSource.TYPED: "prompts that you wrote",
    PromptSource.HISTORY: "prompts from your chats",
    PromptSource.BUNDLED: "everyday prompts",
}
"""Where prompts came from; told apart because the mix sets the rate."""

STUDY = (
    "In the study, strangers said yes to about 20 of a hundred attributes, language models to 40 "
    "to 60: two to three times as many. Model and human agreed at a kappa of 0.30, two humans at "
    "0.43. With people at 20 of a hundred, a model that says yes to 40 cannot reach more than "
    "0.55. Other raters, other models."
)


@dataclass(slots=True)
class _Gathered:
    """The rows of one selector and cut over every revealed block."""

    title: str
    marks: list[MarkRow] = field(default_factory=list)
    sources: list[PromptSource] = field(default_factory=list)
    false_facts: list[ChoiceRow] = field(default_factory=list)

    def of(self, source: PromptSource) -> list[MarkRow]:
        return [row for row, one in zip(self.marks, self.sources, strict=True) if one is source]


def relevance_page(store: Store, seed: int) -> Page:
    """The person's marks beside every selector, over the blocks that were revealed."""
    opened = [one for one in store.blocks.all(Stage.RELEVANCE) if not one.is_sealed]
    matchings = [match(store, block) for block in opened]
    gathered = _gather(matchings)
    selections = {key: selection(one.marks) for key, one in gathered.items()}
    none = next((one for (name, _), one in gathered.items() if name == "none"), None)
    first = next(iter(selections.values()), None)
    enough = _standing(Headline.KAPPA, first, None)
    return Page(
        "relevance",
        "Does it know what matters to you?",
        _sentence(selections, enough, bool(opened)),
        _rates(first, matchings),
        (_marked(matchings),) if opened else (),
        (
            *([_table(gathered, selections, none, seed)] if opened else []),
            *_by_source(gathered),
        ),
        _notes(first),
        (STUDY,) if first is not None and enough.enough else (),
    )


def _gather(matchings: Iterable[Matching]) -> dict[tuple[str, str], _Gathered]:
    gathered: dict[tuple[str, str], _Gathered] = {}
    for matching in matchings:
        for line in matching.lines:
            key = (line.selector, line.cut)
            one = gathered.setdefault(key, _Gathered(f"{line.title}{CUTS[line.cut]}"))
            _add(one, matching, line)
    return {key: one for key, one in gathered.items() if one.marks}


def _add(gathered: _Gathered, matching: Matching, line: Line) -> None:
    scores: Mapping[int, float] = matching.scores.get(line.selector, {})
    for entry in matching.entries:
        chosen = line.chosen.get(entry.id)
        if chosen is None:
            continue
        weight = 1 / entry.inclusion_probability
        if not entry.accepted:
            gathered.false_facts.append(ChoiceRow(entry.prompt, chosen, weight))
            continue
        mark = matching.marks.get(entry.id)
        if mark is None or mark.answer is MarkAnswer.SKIP:
            continue
        gathered.marks.append(
            MarkRow(
                entry.prompt,
                entry.attribute,
                matching.yes(entry),
                chosen,
                scores.get(entry.id),
                weight,
            )
        )
        gathered.sources.append(matching.prompts[entry.position].source)


def _standing(headline: Headline, one: Selection | None, estimate: Estimate | None) -> Standing:
    if one is None:
        return standing(headline, {})
    have = {Unit.PROMPTS: one.prompts, Unit.MARKS: one.marks + one.unsure, Unit.YES_MARKS: one.yes}
    return standing(headline, have, estimate)


def _sentence(
    selections: Mapping[tuple[str, str], Selection], enough: Standing, opened: bool
) -> str:
    if not opened:
        return "No block of marks has been opened yet, so nothing can be said."
    asked = selections.get(("model_pairwise", "fixed"))
    if not enough.enough:
        return "You have marked too little yet to say how far the model and you agree."
    if asked is None or asked.ratio is None:
        return "The model was not asked, or you marked nothing as relevant."
    times = value(asked.ratio.value, Scale.RATIO)
    return f"Asked one by one, the model would use {times} as many attributes as you would."


def _rates(one: Selection | None, matchings: Sequence[Matching]) -> tuple[Figure, ...]:
    if one is None:
        return ()
    note = ""
    if one.unsure and one.person_rate_low and one.person_rate_high:
        low, high = one.person_rate_low.value, one.person_rate_high.value
        note = (
            f"You could not say of {one.unsure}. With all of them no it would be "
            f"{value(low, Scale.SHARE)}, with all of them yes {value(high, Scale.SHARE)}."
        )
    return (
        Figure(
            "person_rate",
            "of your attributes should matter to a prompt, by your own marks",
            Scale.SHARE,
            one.person_rate,
            f"{counted(one.marks, 'mark')} on {counted(one.prompts, 'prompt')}",
            _standing(Headline.KAPPA, one, one.person_rate),
            note,
            _behind(matchings, None),
        ),
    )


def _marked(matchings: Sequence[Matching]) -> Bars:
    bars = []
    for choice in SHOULD_MATTER.choices:
        behind = _behind(matchings, MarkAnswer(choice.answer))
        bars.append(Bar(choice.words, len(behind), behind))
    skipped = _behind(matchings, MarkAnswer.SKIP)
    bars.append(Bar("skipped", len(skipped), skipped))
    return Bars("marks", SHOULD_MATTER.text, tuple(bars))


def _behind(matchings: Iterable[Matching], answer: MarkAnswer | None) -> tuple[Behind, ...]:
    return tuple(
        Behind(Of.ENTRY, mark.entry, SHOULD_MATTER.words_of(mark.answer) or "skipped")
        for matching in matchings
        for mark in matching.marks.values()
        if answer is None or mark.answer is answer
    )


def _table(
    gathered: Mapping[tuple[str, str], _Gathered],
    selections: Mapping[tuple[str, str], Selection],
    none: _Gathered | None,
    seed: int,
) -> Table:
    rows = []
    for key, one in selections.items():
        rows.append(Row(gathered[key].title, _columns(gathered[key], one, none, seed)))
    return Table(
        "selectors",
        "Each selector beside you",
        tuple(figure.label for figure in rows[0].figures) if rows else (),
        tuple(rows),
        "“No attribute” and “every attribute” need no thought: whatever is not better than both "
        "has understood nothing.",
    )


def _columns(
    gathered: _Gathered, one: Selection, none: _Gathered | None, seed: int
) -> tuple[Figure, ...]:
    marks = f"{counted(one.marks, 'mark')} on {counted(one.prompts, 'prompt')}"

    def column(
        name: str,
        label: str,
        scale: Scale,
        estimate: Estimate | None,
        note: str = "",
        headline: Headline = Headline.KAPPA,
        basis: str = marks,
    ) -> Figure:
        held = _standing(headline, one, estimate)
        return Figure(name, label, scale, estimate, basis, held, note)

    against = compare(gathered.marks, none.marks, seed) if none is not None else None
    p = f"p {against.test.p_value:.2f} by swapping prompts" if against is not None else ""
    most = "" if one.kappa_max is None else f"at most {one.kappa_max:.2f} at these rates"
    offered = f"{counted(len(gathered.false_facts), 'offer')} of attributes that are not true"
    return (
        column("selector_rate", "its rate", Scale.SHARE, one.selector_rate),
        column("ratio", "times yours", Scale.RATIO, one.ratio, headline=Headline.OVER_SELECTION),
        column("extra", "extra", Scale.PER_TEN, one.extra_per_ten),
        column("missed", "missed", Scale.PER_TEN, one.missed_per_ten),
        column("precision", "precision", Scale.SHARE, one.precision),
        column("recall", "recall", Scale.SHARE, one.recall),
        column("f1", "F1", Scale.SHARE, one.f1),
        column("average_precision", "average precision", Scale.SHARE, one.average_precision),
        column("kappa", "kappa", Scale.AGREEMENT, one.kappa, most),
        column("ac1", "AC1", Scale.AGREEMENT, one.ac1),
        column(
            "beyond_none",
            "agreement beyond no attribute",
            Scale.NET,
            against.difference if against is not None else None,
            p,
        ),
        column(
            "false_facts",
            "false facts used",
            Scale.SHARE,
            selected_share(gathered.false_facts),
            basis=offered,
        ),
    )


def _by_source(gathered: Mapping[tuple[str, str], _Gathered]) -> tuple[Table, ...]:
    tables = []
    for source, title in SOURCES.items():
        rows = []
        for one in gathered.values():
            marks = one.of(source)
            if marks:
                part = selection(marks)
                rows.append(Row(one.title, _columns(one, part, None, 0)[:4]))
        if rows:
            labels = tuple(figure.label for figure in rows[0].figures)
            tables.append(Table(f"source_{source}", f"Only {title}", labels, tuple(rows)))
    return tuple(tables) if len(tables) > 1 else ()


def _notes(one: Selection | None) -> tuple[str, ...]:
    if one is None:
        return ()
    return (
        "All of this is about these prompts of yours: the intervals say what other prompts of "
        "the same kind would give, not what other people would.",
    )
