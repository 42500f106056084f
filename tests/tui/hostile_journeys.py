"""Every screen with hostile text on it: the journeys that the tests go, and those between them."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from hostile_strings import PROBE, numbers_in
from memories import chatgpt_chat, give
from rich.color import Color
from studies import CONSENT
from tests.tui.comparing import NARROW
from tests.tui.conftest import Person, until
from tests.tui.test_hostile import Watch, through_every_screen
from tests.tui.test_hostile_again import hostile_again, through_both_again
from tests.tui.test_hostile_answers import hostile_pairs
from tests.tui.test_hostile_answers import through_every_screen as through_the_answers
from tests.tui.test_hostile_export import hostile_answers
from tests.tui.test_hostile_export import through_every_screen as through_the_export
from tests.tui.test_hostile_history import hostile_history, through_the_chats
from tests.tui.test_hostile_marking import hostile_block, through_the_marks
from tests.tui.test_hostile_protocol import hostile_items, through_what_is_beside
from tests.tui.test_hostile_report import hostile_report, through_the_report
from textual import events
from textual.pilot import Pilot

from selfaudit.core.review.design import Design
from selfaudit.core.study.joining import join
from selfaudit.core.study.study_file import parse_study
from selfaudit.tui.action import Place
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.screens.first_comparison import FirstComparisonScreen
from selfaudit.tui.screens.importing import ImportScreen, PathField, Stage
from selfaudit.tui.screens.summary import SummaryScreen

_OURS = re.compile(r"\x1b\[[0-9;]*m")
"""The only sequence that drawing a line takes: its colours."""

_PROBE = Color.parse(PROBE).triplet


class CloseWatch(Watch):
    """Also notes which places were seen, which strings drawn, and what a terminal would get."""

    def __init__(self) -> None:
        super().__init__()
        self.places: set[Place] = set()
        self.drawn: set[int] = set()
        self.bytes = 0

    def look(self, app: SelfauditApp) -> None:
        """Go through what is on the screen now, segment by segment and as bytes."""
        super().look(app)
        self.places.add(getattr(app.screen, "PLACE", Place.EVERYWHERE))
        for strip in app.screen._compositor.render_strips():
            self.drawn |= numbers_in(strip.text)
            sent = strip.render(app.console)
            self.bytes += len(sent.encode("utf-8", "replace"))
            left = _OURS.sub("", sent)
            self.found["bytes that act"] += sum(
                one < " " or "\x7f" <= one <= "\x9f" for one in left
            )
            self.found["markup styles"] += sum(
                style is not None
                and _PROBE in [one.triplet for one in (style.color, style.bgcolor) if one]
                for _, style, _ in strip
            )


async def _cards(text: str, root: Path, watch: Watch) -> None:
    await through_every_screen(text, root, watch)


async def _chats(text: str, root: Path, watch: Watch) -> None:
    person = hostile_history(root, text)
    await through_the_chats(person, text, watch, 80)
    person.store.close()


async def _answers(text: str, root: Path, watch: Watch) -> None:
    person = hostile_pairs(root, text)
    await through_the_answers(person, NARROW, watch)
    person.store.close()


async def _export(text: str, root: Path, watch: Watch) -> None:
    person = hostile_answers(root, text)
    await through_the_export(person, text, root.parent, watch)
    person.store.close()


async def _report(text: str, root: Path, watch: Watch) -> None:
    person = hostile_report(root, text)
    await through_the_report(person, watch)
    person.store.close()


async def _marks(text: str, root: Path, watch: Watch) -> None:
    person = hostile_block(root, text)
    await through_the_marks(person, watch)
    async with person.app().run_test(size=NARROW) as pilot:
        await pilot.pause()
        pilot.app.push_screen(FirstComparisonScreen(person.session()))
        await _Looking(person, pilot, watch).press("question_mark", "escape", "escape")
    person.store.close()


async def _again(text: str, root: Path, watch: Watch) -> None:
    person = hostile_again(root, text)
    await through_both_again(person, watch)
    person.store.close()


async def _beside(text: str, root: Path, watch: Watch) -> None:
    person = hostile_items(root, text)
    await through_what_is_beside(person, text, watch)
    person.store.close()


class _Looking:
    """Presses keys on the program of a person, and looks after each."""

    def __init__(self, person: Person, pilot: Pilot[None], watch: Watch) -> None:
        self._person, self.pilot, self._watch = person, pilot, watch

    async def press(self, *keys: str) -> None:
        for key in keys:
            self._person.clock.advance(2)
            await self.pilot.press(key)
            await self.pilot.pause()
            await self.pilot.pause()
            self.look()

    async def paste(self, text: str) -> None:
        self.pilot.app.post_message(events.Paste(text))
        await self.pilot.pause()
        self.look()

    def look(self) -> None:
        self._watch.look(self.pilot.app)  # type: ignore[arg-type]


def study_of(text: str) -> str:
    """A study's file whose every text is this one."""
    printable = "".join(one for one in text if one.isprintable())
    quoted = json.dumps(printable[:190], ensure_ascii=False)
    consent = CONSENT.replace('"A made-up study"', quoted).replace('"Dr Ada Example"', quoted)
    return f'[study]\nid = "made-up"\nversion = "1"\ntitle = {quoted}\n{consent}'


def join_study(person: Person, text: str) -> None:
    """Let the person have joined such a study."""
    file = study_of(text)
    join(person.store, person.clock, parse_study(file.encode(), "“study.toml”"), file)


def remember(person: Person, text: str) -> None:
    """Let a vendor have noted this text, and be told how to answer."""
    storable = text.encode("utf-8", "replace").decode()
    line = " ".join(storable.split())[:400]
    chat = chatgpt_chat(
        "mem", memory=f"1. [2024-05-01]. The user {line}.\n2. {line[::-1]}", about=storable[:900],
        style=storable[:900], typed=storable[:2_000],
    )  # fmt: skip
    give(person.store, person.root.parent / "memory", [chat])


async def _beliefs(text: str, root: Path, watch: Watch) -> None:
    person = Person(root)
    remember(person, text)
    join_study(person, text)
    async with person.app().run_test(size=(80, 24)) as pilot:
        at = _Looking(person, pilot, watch)
        await at.press("v", "y", "1", "v", "escape", "e")
        await at.paste(text[:1_000])
        await at.press("escape", "n", "3")
        for _ in range(4):
            if not isinstance(pilot.app.screen, SummaryScreen):
                await at.press("s")
        await at.press("enter", "a", "down", "pagedown", "q", "o", "6", "q")
        assert pilot.app.is_running
    person.store.close()


async def _first_visit(text: str, root: Path, watch: Watch) -> None:
    person = Person(root, instructed=False)
    person.design = Design()
    person.attributes(20)
    join_study(person, text)
    async with person.app(notices=(text,)).run_test(size=(80, 24)) as pilot:
        at = _Looking(person, pilot, watch)
        await at.press("b", "m")
        await at.paste(text[:500])
        await at.press("enter", "escape", "escape", "enter", "2")
        await at.paste(text[:1_000])
        await at.press("enter", "enter", "enter", "y", "enter", "s")
        for _ in range(60):
            if type(pilot.app.screen).__name__ == "SummaryScreen":
                break
            await at.press("s" if type(pilot.app.screen).__name__ == "ReviewScreen" else "enter")
        await at.press("z", "q")
        assert pilot.app.is_running
    person.store.close()


async def _import(text: str, root: Path, watch: Watch) -> None:
    person = Person(root)
    name = "".join(one for one in text if one not in "/\0")[:50].encode("utf-8", "replace").decode()
    folder = root.parent / "exports" / name
    folder.mkdir(parents=True)
    chats = [
        chatgpt_chat(f"{number}{text[:20]}", typed=text) | {"title": text[20 * number :]}
        for number in range(12)
    ]
    (folder / "conversations.json").write_text(json.dumps(chats))
    (folder / f"{name[:20]}.json").write_text('[{"mapping": 3')
    async with person.app(paths=(folder,)).run_test(size=(80, 24)) as pilot:
        at = _Looking(person, pilot, watch)

        def comes_to(stage: Stage) -> Callable[[], bool]:
            return lambda: (
                not isinstance(pilot.app.screen, ImportScreen) or pilot.app.screen._stage is stage
            )

        await until(pilot, comes_to(Stage.FOUND))
        await at.press("down", "l", "space", "down", "pagedown", "slash")
        await at.paste(text[:200])
        await at.press("enter", "c", "n", "z", "d")
        await at.paste(text[:100])
        await at.press("enter")
        for _ in range(6):
            if isinstance(pilot.app.screen, ImportScreen):
                break
            await at.press("escape")
        await at.press("enter")
        await until(pilot, comes_to(Stage.DONE))
        await at.press("down", "a")
        pilot.app.screen.query_one(PathField).load_text(f"/nowhere/{text[:300]}")
        await at.press("enter")
        await pilot.pause(0.2)
        at.look()
        await at.press("escape", "escape", "h", "y", "r")
        copy = root.parent / f"copy{name[:30]}"
        await at.paste(str(copy))
        await at.press("enter", "escape")
        assert pilot.app.is_running
    person.store.close()


Journey = Callable[[str, Path, Watch], Awaitable[None]]

JOURNEYS: Mapping[str, Journey] = {
    "cards": _cards,
    "chats": _chats,
    "answers": _answers,
    "export": _export,
    "report": _report,
    "marks": _marks,
    "again": _again,
    "beside the cards": _beside,
    "beliefs": _beliefs,
    "first visit": _first_visit,
    "import": _import,
}
