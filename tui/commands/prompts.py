"""selfaudit prompts: what stage two asks about."""

import sys
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import counted, excerpt, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.models.relevance import Prompt


@click.group("prompts")
def prompts_group() -> None:
    """Prompts that you might send: your own, from your history, bundled."""


@prompts_group.command("list")
@json_option
@home_option
def list_command(as_json: bool) -> None:
    """List the prompts that are stored. With --json, one object a line.

    A block of `relevance` takes those that were not asked about yet first, then draws others from
    your history and from the everyday prompts that ship with the program.
    """
    from selfaudit.core.models.relevance import PromptSource

    with opened_store() as store:
        prompts = store.prompts.all()
        waiting = {prompt.id for prompt in store.prompts.unmarked()}
        for prompt in prompts:
            asked = prompt.source is not PromptSource.ELSEWHERE and prompt.id not in waiting
            if as_json:
                print_json({**prompt_json(prompt), "asked": asked})
                continue
            state = ", in a block" if asked else ""
            say(f"{prompt.id}. {excerpt(prompt.text)}  [{prompt.source}{state}]")
        if not prompts and not as_json:
            say(hint("No prompts yet. `selfaudit prompts add TEXT` adds one of your own; a block"))
            say(hint("of `selfaudit relevance next` draws what it lacks by itself."))


@prompts_group.command("add")
@click.argument("text")
@json_option
@home_option
def add_command(text: str, as_json: bool) -> None:
    """Add a prompt of your own. TEXT may be -, to read it from standard input."""
    from selfaudit.core.clock import SystemClock
    from selfaudit.core.relevance.prompts import Prompts

    if text == "-":
        text = _read_standard_input()
    with opened_store() as store:
        prompt = Prompts(store, SystemClock()).add(text)
        if as_json:
            print_json(prompt_json(prompt))
        else:
            say(f"Prompt {prompt.id} was added; the next block asks about it.")


def _read_standard_input() -> str:
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise SelfauditError(
            f"What came on standard input is not text in UTF-8 (at byte {error.start}).",
            title="The prompt could not be read",
        ) from error


@prompts_group.command("sample")
@click.option("--count", default=5, show_default=True, type=click.IntRange(1, 1_000))
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), help="Draw the same ones again.")
@json_option
@home_option
def sample_command(count: int, seed: int | None, as_json: bool) -> None:
    """Draw prompts from your own history: messages that a conversation began with."""
    import secrets

    from selfaudit.core.clock import SystemClock
    from selfaudit.core.relevance.prompts import Prompts

    with opened_store() as store:
        if not store.history.counts()["messages"]:
            raise SelfauditError(
                "No chats are stored that a prompt could be drawn from.",
                title="There is no history yet",
                hint="`selfaudit import PATH` brings in a chat export.",
            )
        seed = secrets.randbits(32) if seed is None else seed
        prompts = Prompts(store, SystemClock()).sample(count, seed)
        if as_json:
            print_json({"prompts": [prompt_json(prompt) for prompt in prompts], "seed": seed})
            return
        for prompt in prompts:
            say(f"{prompt.id}. {excerpt(prompt.text)}")
        say(f"{counted(len(prompts), 'prompt')} from your history added, by the seed {seed}.")
        if len(prompts) < count:
            say("No other conversation begins with words of yours that stand alone as a prompt.")


def prompt_json(prompt: "Prompt") -> dict[str, object]:
    """A prompt as `prompts --json` gives it."""
    return {
        "id": prompt.id,
        "source": prompt.source,
        "text": prompt.text,
        "name": prompt.name,
        "message": prompt.message,
        "conversation": prompt.conversation,
    }
