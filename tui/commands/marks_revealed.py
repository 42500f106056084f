"""A revealed block of marks, as `relevance reveal` prints it."""

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from selfaudit.tui.commands.output import counted, hint, say

if TYPE_CHECKING:
    from selfaudit.core.models.relevance import Entry
    from selfaudit.core.relevance.matching import Counts, Line, Matching

CUTS = {"own": "", "fixed": ", at 0.5", "fitted": ", at your rate"}


def matching_json(matching: "Matching", threshold: float | None) -> dict[str, object]:
    """Everything of the block: each selector's counts, each prompt with its entries."""
    return {
        "block": asdict(matching.block),
        "selectors": [_line_json(matching, line) for line in matching.lines],
        "dial": _dial_json(matching, threshold),
        "prompts": [
            {
                "position": position,
                "prompt": {"id": prompt.id, "source": prompt.source, "text": prompt.text},
                "entries": [
                    _entry_json(matching, entry)
                    for entry in matching.entries
                    if entry.position == position
                ],
                "selectors": [
                    {
                        "selector": line.selector,
                        "cut": line.cut,
                        **asdict(line.counts[position]),
                        "failure": line.failures.get(position),
                        "run": position in _run_at(matching, line.selector),
                    }
                    for line in matching.lines
                ],
            }
            for position, prompt in matching.prompts.items()
        ],
    }


def _line_json(matching: "Matching", line: "Line") -> dict[str, object]:
    return {
        "selector": line.selector,
        "title": line.title,
        "cut": line.cut,
        **asdict(line.total),
        "failed": len(line.failures),
        "not_run": len(_not_run(matching, line)),
    }


def _entry_json(matching: "Matching", entry: "Entry") -> dict[str, object]:
    mark = matching.marks.get(entry.id)
    correction = matching.corrections.get(entry.id)
    return {
        "entry": entry.id,
        "order_index": entry.order_index,
        "attribute": entry.attribute,
        "revision": entry.revision,
        "statement": entry.statement,
        "accepted": entry.accepted,
        "stratum": entry.stratum,
        "inclusion_probability": entry.inclusion_probability,
        "mark": None if mark is None else mark.answer,
        "correction": None if correction is None else correction.answer,
        "selectors": [
            {
                "selector": line.selector,
                "cut": line.cut,
                "score": matching.scores.get(line.selector, {}).get(entry.id),
                "chosen": line.chosen.get(entry.id),
            }
            for line in matching.lines
        ],
    }


def _dial_json(matching: "Matching", threshold: float | None) -> list[dict[str, object]] | None:
    if threshold is None:
        return None
    return [
        {
            "selector": selector,
            "threshold": threshold,
            **asdict(matching.at(selector, threshold)),
        }
        for selector in matching.scores
    ]


def _run_at(matching: "Matching", selector: str) -> set[int]:
    """The positions of the prompts that a selector said something of."""
    said = {id for line in matching.lines if line.selector == selector for id in line.chosen}
    return {entry.position for entry in matching.entries if entry.id in said}


def _not_run(matching: "Matching", line: "Line") -> set[int]:
    tried = _run_at(matching, line.selector) | line.failures.keys()
    return matching.prompts.keys() - tried


def say_matching(matching: "Matching", threshold: float | None) -> None:
    """The block in a table, and what is missing in it."""
    block = matching.block
    answers = Counter(str(matching.marks[one.id].answer) for one in _asked(matching))
    say(
        f"Block {block.number}: {counted(len(matching.prompts), 'prompt')}, "
        f"{counted(answers.total(), 'question')}. You said yes to {answers['yes']}, no to "
        f"{answers['no']}, can't say to {answers['unsure']}; {answers['skip']} skipped."
    )
    if matching.corrections:
        say(f"{len(matching.corrections)} corrected after the reveal; the first marks count here.")
    say("")
    say(f"{'':42}{'agreed':>7}{'extra':>7}{'missed':>7}{'false':>9}")
    for line in matching.lines:
        say(_row(line.title + CUTS[line.cut], line.total))
    for selector, scores in matching.scores.items():
        if threshold is not None and scores:
            title = next(one.title for one in matching.lines if one.selector == selector)
            say(_row(f"{title}, at {threshold:g}", matching.at(selector, threshold)))
    say("")
    say("agreed: you said yes and it chose it. extra: it chose it and you said no. missed: you")
    say("said yes and it did not choose it. false: attributes that you rejected as untrue and that")
    say('it chose all the same. What you left open counts nowhere. "At your rate" is the threshold')
    say("that chooses as often as you, fitted on the other prompts.")
    _say_missing(matching)
    say(hint("`selfaudit relevance reveal --json` has every prompt, attribute and score."))


def _asked(matching: "Matching") -> list["Entry"]:
    return [one for one in matching.entries if one.accepted and one.id in matching.marks]


def _row(title: str, counts: "Counts") -> str:
    false = f"{counts.false_facts} of {counts.rejected}"
    unscored = f"  ({counts.unscored} without a choice)" if counts.unscored else ""
    return f"{title:42}{counts.agreed:>7}{counts.extra:>7}{counts.missed:>7}{false:>9}{unscored}"


def _say_missing(matching: "Matching") -> None:
    every = len(matching.prompts)
    found = False
    for line in {line.selector: line for line in matching.lines}.values():
        not_run = len(_not_run(matching, line))
        parts = [f"not run on {not_run} of {every} prompts"] if not_run else []
        if line.failures:
            reasons = "; ".join(sorted(set(line.failures.values())))
            parts.append(f"came to nothing on {len(line.failures)} ({reasons})")
        if parts:
            found = True
            say(f"{line.title}: {', '.join(parts)}.")
    if found:
        say(hint("`selfaudit relevance select` runs what is missing; then reveal again."))
