"""Make the pictures of the documentation: the real program, the example history, a real model.

python docs/pictures/make.py MODEL.gguf
"""

import asyncio
import re
import sys
import tempfile
import threading
from pathlib import Path

from selfaudit.core.clock import SystemClock
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.models.judgment import Question
from selfaudit.core.paths import Home
from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.opening import Opening
from selfaudit.core.review.review import Review
from selfaudit.core.store.store import Store
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.session import Session
from selfaudit.tui.wiring import Extractor, SharedModel, library

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "histories" / "mara.json"
ON_THE_CARD = "vegetarian"


async def picture(session: Session, size: tuple[int, int]) -> str:
    """The first card whose statement has the word, as SVG."""
    app = SelfauditApp(session)
    async with app.run_test(size=size) as pilot:
        await pilot.press("enter")
        await pilot.pause(0.5)
        card = session.review.current()
        while card is not None and ON_THE_CARD not in card.statement:
            skipped = card
            await pilot.press("s")
            await pilot.pause(1.0)
            card = session.review.current()
            if card == skipped:  # the set has ended: on to the next
                await pilot.press("enter")
                await pilot.pause(1.0)
                card = session.review.current()
        return without_remote_fonts(app.export_screenshot(title="selfaudit"))


def without_remote_fonts(svg: str) -> str:
    """A picture that fetches nothing when it is looked at."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


def main(model: Path) -> None:
    """Import, extract, and draw."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        store, clock = Store(home), SystemClock()
        list(import_paths([EXAMPLE], store, clock))
        shared = SharedModel(home, library(home).add(model))
        list(Extractor(store, home, shared).run(threading.Event()))
        # The card as it is most often: not folded, and asked the first question first.
        review = Review(store, clock, PLAIN)
        Opening(store, clock).say(Question.READ, "read")
        review.queue.begin_batch(seed=1)
        session = Session(store=store, review=review, clock=clock)
        (HERE / "card.svg").write_text(asyncio.run(picture(session, (80, 24))), encoding="utf-8")
        store.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
