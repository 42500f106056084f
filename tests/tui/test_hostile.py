"""Hostile text in every place that shows text from outside: nothing acts, nothing breaks."""

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pexpect
import pyte
import pytest
from tests.tui.conftest import NOW, Person, ScriptedExtraction, answered, typed
from textual import events
from textual.pilot import Pilot

from selfaudit.core.errors import ModelError
from selfaudit.core.models.attribute import AssignedBy, Description
from selfaudit.core.models.history import Conversation, Origin, Segment
from selfaudit.core.review.review import Review
from selfaudit.tui import drawable as boundary
from selfaudit.tui.action_table import ACTIONS
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.extraction import Phase
from selfaudit.tui.screens.error import ErrorDialog

HOSTILE = {
    "OSC 52": "\x1b]52;c;c3RvbGVu\x07",
    "OSC 8": "\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "SGR and CSI": "\x1b[31;5mred\x1b[2J\x1b[1;1Htop\x1b[?1049l",
    "C1": "\x9b31mred\x9d52;c;AAAA\x9c\x90q\x85",
    "controls": "bell\x07 back\x08\x08 null\x00 del\x7f form\x0c return\rover",
    "bidi": "safe \u202egnp.exe\u202c \u2067x\u2069 \u200e\u200f\u061c",
    "hidden": "pay\u200bpal \ufeff\u2060 \U000e0069\U000e0067\U000e006e \u3164 a\u00adb",
    "line ends": "one\u2028two\u2029three\x85four\r\nfive",
    "markup action": "[@click=app.bell]x[/] [@click=screen.dismiss]y[/]",
    "markup broken": "[/ [/] [bold [$x] [[",
    "markup style": "[bold red on white]loud[/bold red on white] [link='https://e.example']l[/link]",
    "tabs": "a\tb\t\tc",
    "endless line": "x" * 100_000,
    "endless words": "word " * 20_000,
    "zalgo": "Z" + "\u0301\u0489\u0336" * 2_000,
    "wide": "漢字👩‍👩‍👧‍👦" * 300,
}
CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
SEEN_AND_HARMLESS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
"""Arabic and Syriac signs that enclose a number: formats by their category, and drawn."""
OURS = {f"{where}.{action.id}" for action in ACTIONS for where in ("app", "screen")}


class Watch:
    """Counts what got through to the segments that a screen would draw."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.screens: Counter[str] = Counter()
        self.segments = 0

    def look(self, app: SelfauditApp) -> None:
        """Go through every segment that is on the screen now."""
        self.screens[type(app.screen).__name__] += 1
        for strip in app.screen._compositor.render_strips():
            for text, style, control in strip:
                self.segments += 1
                self.found["control segments"] += control is not None
                self.found["control characters"] += sum(map(_acts, text))
                if style is not None:
                    self.found["links"] += style.link is not None
                    click = style.meta.get("@click")
                    self.found["foreign actions"] += click is not None and click not in OURS

    def total(self) -> int:
        return sum(self.found.values())


def _acts(character: str) -> bool:
    harmless = SEEN_AND_HARMLESS + "\u200c\u200d"
    return unicodedata.category(character) in CONTROLS and character not in harmless


def hostile_person(root: Path, text: str) -> Person:
    """A person all of whose texts are this one."""
    person = Person(root)
    words = f"I {text} live {text} here"
    message = typed(words.encode("utf-8", "replace").decode(), "m")
    pasted = typed(text, "p", 0, Segment(0, len(text), Origin.PASTED, "test", 1))
    chat = Conversation("c", text, NOW, NOW, (message, answered(text, "a"), pasted))
    conversation = person.write(chat)
    described = Description(text, text, text, text, text, AssignedBy.MODEL)
    attribute = person.infer(conversation, message, text, f"{text} live", described)
    person.infer(conversation, message, text, "live", described, attribute)
    person.freeze()
    review = Review(person.store, person.clock)
    card = review.current()
    assert card is not None
    review.comment(card, text)
    return person


async def through_every_screen(text: str, root: Path, watch: Watch) -> None:
    """Open every screen and dialog that shows text from outside, and look at each."""
    person = hostile_person(root, text)
    error = ModelError(text, title=text, hint=text)
    extraction = ScriptedExtraction([error])
    app = person.app(start_extraction=extraction, notices=(text,))
    async with app.run_test(size=(80, 24)) as pilot:
        while app.extraction.phase is not Phase.FAILED:
            await pilot.pause(0.01)
        app.notify(text, title=text)
        async with _seen(pilot, app, watch, person):
            pass
        for keys in (
            "enter", "y", "d", "escape", "question_mark", "escape", "v", "n", "p", "escape",
            "e", "escape", "c", "escape", "z", "f", "z", "q",
        ):  # fmt: skip
            async with _seen(pilot, app, watch, person):
                await pilot.press(keys)
        async with _seen(pilot, app, watch, person):
            await pilot.press("enter", "c")
            await pilot.pause()
            app.post_message(events.Paste(text[:5_000]))
        async with _seen(pilot, app, watch, person):
            app.screen.action_save()  # type: ignore[attr-defined]
        async with _seen(pilot, app, watch, person):
            await pilot.press("e")
            await pilot.pause()
            app.post_message(events.Paste("x"))
            await pilot.pause()
            await pilot.press("enter")
        async with _seen(pilot, app, watch, person):
            app.push_screen(ErrorDialog(error))
        assert app.is_running
    person.store.close()


@asynccontextmanager
async def _seen(
    pilot: Pilot[None], app: SelfauditApp, watch: Watch, person: Person
) -> AsyncIterator[None]:
    person.clock.advance(2)
    yield
    await pilot.pause()
    await pilot.pause()
    watch.look(app)


@pytest.mark.parametrize("name", HOSTILE)
async def test_nothing_gets_through_anywhere(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watch = Watch()
    await through_every_screen(HOSTILE[name], tmp_path / "home", watch)
    with capsys.disabled():
        print(
            f"\n{name}: {sum(watch.screens.values())} looks at {len(watch.screens)} kinds of "
            f"screen, {watch.segments} segments: {watch.total()} got through"
        )
    assert watch.screens.keys() >= {
        "HomeScreen", "ReviewScreen", "DetailsDialog", "ConversationScreen", "WritingDialog",
        "HelpScreen", "ErrorDialog",
    }  # fmt: skip
    assert watch.segments > 1_000
    assert watch.total() == 0, watch.found


@pytest.mark.parametrize("name", ["OSC 52", "SGR and CSI", "C1", "bidi", "hidden"])
async def test_without_the_boundary_it_would(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_door: Callable[[str], str] = lambda text: text  # noqa: E731
    monkeypatch.setattr(boundary, "drawable", open_door)
    watch = Watch()
    await through_every_screen(HOSTILE[name], tmp_path / "home", watch)
    assert watch.found["control characters"] > 0


PROGRAM = """
import sys
from pathlib import Path
from tests.tui.test_hostile import HOSTILE, hostile_person
text = " ".join(part for name, part in HOSTILE.items() if len(part) < 200)
person = hostile_person(Path(sys.argv[1]), text)
person.clock.monotonic = __import__("time").monotonic
person.app(notices=(text,)).run()
"""


def test_a_terminal_receives_none_of_it(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    child = pexpect.spawn(
        sys.executable,
        ["-c", PROGRAM, str(tmp_path / "home")],
        cwd=str(root),
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}", "TERM": "xterm-256color"},
        dimensions=(24, 80),
        timeout=60,
    )
    received = bytearray()

    def wait_for(words: str) -> None:
        child.expect(words.encode())
        received.extend(child.before + child.after)

    wait_for("Nothing leaves this machine")
    child.send("\r")
    wait_for("rather not say")
    child.send("v")
    wait_for("the quote is here")
    child.send("\x11")
    child.expect(pexpect.EOF)
    received.extend(child.before)
    child.close()
    assert child.exitstatus == 0
    assert b"]52;c;c3RvbGVu" in received, "the text itself was shown"
    assert b"\x1b]52" not in received
    assert b"\x1b]8;" not in received
    text = received.decode("utf-8")
    assert [character for character in text if "\x80" <= character <= "\x9f"] == []
    assert [character for character in text if character in "\u202e\u2067\u200b\u2028\ufeff"] == []
    screen = pyte.Screen(80, 24)
    pyte.ByteStream(screen).feed(bytes(received))
