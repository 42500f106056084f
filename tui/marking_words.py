"""Where a question of stage two stands, in words."""

from textual.content import Content

from selfaudit.core.models.block import Block
from selfaudit.core.relevance.marking import OpenEntry
from selfaudit.tui.words import count


def where(asked: OpenEntry) -> Content:
    """How far the prompt and the block have come."""
    progress = asked.progress
    dots = "●" * asked.place + "◉" + "·" * (asked.listed - asked.place - 1)
    prompt = asked.entry.position + 1
    return Content.assemble(
        (dots, "$primary"),
        f"  prompt {prompt} of {progress.prompts} · {progress.done} of "
        f"{count(progress.entries, 'question')} done · {_block(asked.block)}",
    )


def _block(block: Block) -> str:
    is_again = block.stage is not block.stage.first
    return "asked again" if is_again else f"block {block.number}, sealed"
