"""The counts of a revealed block of pairs as drawable text. They are counts and claim no more."""

from collections.abc import Sequence

from textual.content import Content

from selfaudit.core.comparison.results import Outcome, Results, Tally
from selfaudit.core.models.comparison import AboutYou, Arm, Side
from selfaudit.tui.judge_report import JudgeReport, judge_reports, wrote_the_answers
from selfaudit.tui.lines import Line, beside
from selfaudit.tui.words import count

ARMS = {
    Arm.MARKED: "facts you marked as relevant",
    Arm.IRRELEVANT: "true facts marked not relevant",
    Arm.CATCH: "nothing: both are generic",
    Arm.STRANGER: "a made-up stranger's facts",
    Arm.ELSEWHERE: "the other assistant's memory",
}
"""What the answer that is not generic was given."""

GENERIC = {Arm.ELSEWHERE: "the one without it"}
"""What the other answer is compared with, where that is not a generic one."""

_MEANING = {
    Arm.IRRELEVANT: "True facts marked not relevant make an answer look personal and should not "
    "make it better: they are the measure for the line above.",
    Arm.CATCH: "Where both are generic, nothing but chance tells them apart.",
    Arm.STRANGER: "A stranger's facts speak to someone else and should not make it better.",
}

_NAME_CELLS, _BAR_CELLS = 33, 14
_MUTED = "$foreground 65%"
_BETTER, _SAME, _WORSE = "$success", _MUTED, "$error"


def counts(results: Results) -> list[Line]:
    """Everything about the block as a whole."""
    title = Content.styled(f"Block {results.block.number} laid open", "bold $primary")
    parts = [
        [Line(title)],
        _headline(results),
        _table(results.tallies),
        [beside(Content("· "), Content.styled(line, _MUTED)) for line in _meanings(results)],
        [beside(Content("· "), Content(line)) for line in _remarks(results)],
        [Line(Content.styled("The model as judge", "bold")), *_judge(results)],
    ]
    return [line for part in parts if part for line in (*part, Line())]


def _headline(results: Results) -> list[Line]:
    main = next((one for one in results.tallies if one.arm in (Arm.MARKED, Arm.ELSEWHERE)), None)
    if main is None:
        return [Line(Content("You voted on no pair of the kind that the block is about."))]
    said = Content.assemble(
        f"You preferred the answer that was given {ARMS[main.arm]} in ",
        (f"{main.wins}", "bold"), " of ", (count(main.pairs, "pair"), "bold"),
        f", {GENERIC.get(main.arm, 'the generic one')} in ", (f"{main.losses}", "bold"), ": ",
        (_net(main), "bold"), ".",
    )  # fmt: skip
    caution = (
        f"{count(main.pairs, 'pair')}: too few to say whether it helped or not. These are "
        "counts of these pairs only."
    )
    return [Line(said), Line(Content.styled(caution, "$text-accent"))]


def _net(tally: Tally) -> str:
    net = tally.wins - tally.losses
    if net == 0:
        return "as many for it as against"
    return f"{abs(net)} more {'for it than against' if net > 0 else 'against it than for'}"


def _table(tallies: Sequence[Tally]) -> list[Line]:
    legend = Content.assemble(
        (f"{'The other answer was given':<{_NAME_CELLS}}", _MUTED),
        ("+ better", _BETTER), "  ", ("= same", _SAME), "  ", ("− worse", _WORSE),
    )  # fmt: skip
    most = max((one.wins + one.ties + one.losses for one in tallies), default=1)
    cells = min(2.0, _BAR_CELLS / max(1, most))
    return [Line(legend), *(line for tally in tallies for line in _rows(tally, cells))]


def _rows(tally: Tally, cells: float) -> list[Line]:
    row = Content.assemble(
        f"{ARMS[tally.arm]:<{_NAME_CELLS}}",
        (f"+ {tally.wins:<8}", _BETTER),
        (f"= {tally.ties:<6}", _SAME),
        (f"− {tally.losses:<6}", _WORSE),
        _bar(tally, cells),
    )
    aside = [
        f"{number} {words}"
        for number, words in ((tally.unusable, "both unusable"), (tally.skipped, "skipped"))
        if number
    ]
    under = Content.styled(f"  and {', '.join(aside)}", _MUTED)
    return [Line(row), Line(under)] if aside else [Line(row)]


def _bar(tally: Tally, cells: float) -> Content:
    """So many cells for every vote, in shapes that can be told apart without colour."""
    return Content.assemble(
        ("█" * round(tally.wins * cells), _BETTER),
        ("▒" * round(tally.ties * cells), _SAME),
        ("░" * round(tally.losses * cells), _WORSE),
    )


def _meanings(results: Results) -> list[str]:
    return [_MEANING[one.arm] for one in results.tallies if one.arm in _MEANING]


def _remarks(results: Results) -> list[str]:
    remarks = []
    if results.repeats:
        remarks.append(
            f"{count(results.repeats, 'pair')} came back with the sides swapped: you said "
            f"the same of them both times in {results.repeats_agree} of {results.repeats}."
        )
    right, asked = _told_apart(results.outcomes)
    if asked:
        remarks.append(
            "Asked whether either used facts about you, you named the one that was given them "
            f"in {right} of {asked}."
        )
    if results.redraws:
        remarks.append(
            f"Answers were drawn again {count(results.redraws, 'time')}, because their lengths "
            "differed too much."
        )
    if results.dropped:
        remarks.append(f"{count(results.dropped, 'pair')} could not be answered by the model.")
    return remarks


def _told_apart(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """How often the person named the side that was given facts about them, and of how many."""
    asked = [
        one
        for one in outcomes
        if one.about_you is not None and one.pair.arm in (Arm.MARKED, Arm.IRRELEVANT)
    ]
    right = sum(one.about_you == AboutYou(given_side(one)) for one in asked)
    return right, len(asked)


def given_side(outcome: Outcome) -> Side:
    """Where the answer stood that is not the generic one."""
    return outcome.pair.generic_side.other


def _judge(results: Results) -> list[Line]:
    reports = judge_reports(results.outcomes)
    if not reports:
        return [Line(Content.styled("It has not judged these pairs.", _MUTED))]
    lines = [beside(Content("· "), Content(_judged(report))) for report in reports]
    pairs = [one for one in results.outcomes if one.pair.repeats is None]
    judged = sum(bool(one.judge) for one in pairs)
    if judged < len(pairs):
        so_far = f"It has judged {judged} of {count(len(pairs), 'pair')} so far."
        lines.insert(0, beside(Content("· "), Content(so_far)))
    if wrote_the_answers(results.outcomes):
        flag = Content.styled("This model wrote the answers itself.", "$text-accent")
        lines.append(beside(Content("· "), flag))
    return lines


def _judged(report: JudgeReport) -> str:
    knows = "Knowing what you marked" if report.knows else "Knowing nothing about you"
    said = (
        f"{knows}, it preferred another answer once the sides were swapped in "
        f"{report.disagreements} of {count(report.judged, 'pair')}."
    )
    if report.rating is None:
        return said
    return (
        f"{said} Its mean rating is {report.rating:.1f}, yours {report.of_person:.1f}, over "
        f"{count(report.compared, 'pair')} (1: the generic answer much better, 5: the other)."
    )
