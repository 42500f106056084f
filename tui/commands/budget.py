"""selfaudit budget: so many minutes, so many cards, and the chats that are read first."""

from typing import TYPE_CHECKING, Any

import click

from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.models.budget import Budget
    from selfaudit.core.review.budgeting import Budgeting

NONE = "none"
"""What lifts a budget."""


class _Minutes(click.ParamType["float | str"]):
    name = "MINUTES"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | str:
        """A number of minutes, or "none"."""
        if value == NONE:
            return NONE
        try:
            return float(value)
        except ValueError:
            self.fail(f"{value!r} is neither a number of minutes nor `none`.", param, ctx)


@click.command("budget")
@click.argument("minutes", required=False, type=_Minutes(), metavar="[MINUTES|none]")
@click.option(
    "--width",
    type=click.FloatRange(1, 99),
    metavar="POINTS",
    help="So many cards that the 95% interval is no wider than this, if 80 of 100 are true.",
)
@json_option
@home_option
def budget_command(minutes: float | str | None, width: float | None, as_json: bool) -> None:
    """Say how many minutes you have; without a number, what can be chosen and what was.

    A random sample of conversations, large enough for the cards that fit, is then read first; the
    rest follows. The number of cards is fixed here, before the first is drawn. `budget none` lifts
    it.
    """
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.review.budgeting import Budgeting

    with opened_store() as store:
        budgeting = Budgeting(store, SystemClock())
        if minutes == NONE:
            if width is not None:
                raise click.UsageError("`none` takes no --width.")
            lifted = budgeting.lift()
            if as_json:
                print_json({"budget": None, "lifted": lifted})
            else:
                say("No limit of minutes any more." if lifted else "There was no budget.")
            return
        if minutes is None and width is None:
            _show(budgeting, as_json=as_json)
            return
        number = float(minutes) if minutes is not None else None
        budget = budgeting.set(number, width / 100 if width is not None else None)
        if as_json:
            print_json({"budget": budget_json(budget)})
            return
        say_budget(budget)
        say(hint("`selfaudit extract` reads it first; one that runs now does so when run again."))


def budget_json(budget: "Budget | None") -> dict[str, object] | None:
    """A budget as every command gives it."""
    if budget is None:
        return None
    plan = budget.plan
    return {
        "minutes": plan.minutes,
        "cards": plan.cards,
        "seconds_per_card": plan.time.seconds,
        "timed_cards": plan.time.measured_on,
        "width": plan.width,
        "wanted_width": plan.wanted_width,
        "judged_before": plan.judged_before,
        "seed": budget.seed,
        "conversations": budget.size,
        "of_conversations": budget.frame_size,
        "read": budget.is_read,
        "set_at": budget.set_at,
    }


def say_budget(budget: "Budget") -> None:
    """A budget in lines."""
    from selfaudit.core.review.sizes import HEADLINE_CARDS
    from selfaudit.tui import budget_words

    say(f"Budget: {budget_words.summary(budget)}")
    say(f"  {budget_words.sample(budget)}")
    if budget.plan.cards < HEADLINE_CARDS:
        say(f"  {budget_words.TOO_FEW}")


def _show(budgeting: "Budgeting", *, as_json: bool) -> None:
    from selfaudit.tui import budget_words

    current, choices = budgeting.current, budgeting.choices()
    time, is_open = budgeting.card_time(), budgeting.is_open()
    if as_json:
        print_json(
            {
                "budget": budget_json(current),
                "open": is_open,
                "seconds_per_card": time.seconds,
                "timed_cards": time.measured_on,
                "choices": [
                    {
                        "minutes": one.minutes,
                        "cards": one.cards,
                        "low": one.interval.low,
                        "high": one.interval.high,
                        "feeds_headline": one.feeds_headline,
                    }
                    for one in choices
                ],
            }
        )
        return
    if current is None:
        say("No budget: the model reads everything, then 60 cards are drawn from all of it.")
    else:
        say_budget(current)
    if not is_open:
        say(hint(budget_words.TOO_LATE))
        return
    say(hint(budget_words.card_time(time) + " If 80 of a hundred notes are true, you learn:"))
    for one in choices:
        few = "" if one.feeds_headline else "  (too few for a share)"
        say(
            f"  selfaudit budget {one.minutes:<3g} {one.cards:>5,} cards  "
            f"{budget_words.learned(one)} of a hundred{few}"
        )
    if not all(one.feeds_headline for one in choices):
        say(hint(budget_words.TOO_FEW))
    say(hint("Cards from one conversation tell a little less; the report allows for it."))
