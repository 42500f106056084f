"""Which block a command means, and what is taken back last."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError, UnknownIdError

if TYPE_CHECKING:
    from selfaudit.core.models.block import Block
    from selfaudit.core.models.comparison import Vote
    from selfaudit.core.models.relevance import Mark

ID = click.IntRange(1, 2**63 - 1)

block_option = click.option(
    "--block",
    "number",
    type=ID,
    metavar="N",
    help="An earlier block, by its number. Without it: the open one, else the last one.",
)


def block_meant(
    blocks: Sequence["Block"], number: int | None, open_block: "Block | None", begin: str
) -> "Block":
    """The block of a number, else the open one, else the last one that was revealed.

    `begin` is the command that begins one. Raises SelfauditError where there is none.
    """
    if number is not None:
        if number <= len(blocks):
            return blocks[number - 1]
        raise UnknownIdError(
            f"No block has the number {number}; there are {len(blocks)}.",
            hint=f"`selfaudit {begin}` begins the next one when none is open.",
        )
    if open_block is not None:
        return open_block
    if blocks:
        return blocks[-1]
    raise SelfauditError(
        "No block was begun yet.",
        title="There is no block yet",
        hint=f"`selfaudit {begin}` begins one.",
    )


def last_act(
    acts: Iterable[tuple["Block", "Mark | Vote | None"]],
) -> "Block | None":
    """The block of the newest of these acts, each the last of its block; None without any."""
    standing = [(act.id, block) for block, act in acts if act is not None]
    return max(standing, key=lambda found: found[0])[1] if standing else None
