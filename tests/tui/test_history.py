"""The chats on the screen: browsing, searching, from a message to its attributes and back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.conftest import NOW, Person, Sitting, answered, typed

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.attribute import Description
from selfaudit.core.models.history import Conversation, Origin, Role, Segment
from selfaudit.core.models.judgment import Question
from selfaudit.core.store.messages import StoredMessage
from selfaudit.tui.history import chat_rows
from selfaudit.tui.history.chat_rows import Told, message_rows
from selfaudit.tui.history.pages import MOST
from selfaudit.tui.history.words import days_of
from selfaudit.tui.screens.attribute import AttributeScreen
from selfaudit.tui.screens.chat import ChatScreen
from selfaudit.tui.screens.history import TYPING_SECONDS, HistoryScreen
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.noted import NotedScreen
from selfaudit.tui.widgets.chat import ChatView
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.pick_list import PickList


@asynccontextmanager
async def looking(person: Person, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Sitting]:
    """A person who looks at their chats."""
    async with person.app().run_test(size=size) as pilot:
        at = Sitting(person, pilot)
        await at.press("h")
        assert isinstance(pilot.app.screen, HistoryScreen)
        yield at


def screen(at: Sitting) -> str:
    """Everything that is on the screen."""
    return "\n".join(
        "".join(segment.text for segment in strip)
        for strip in at.app.screen._compositor.render_strips()
    )


async def search(at: Sitting, words: str) -> None:
    await at.press("slash", *("space" if one == " " else one for one in words))
    await at.pilot.pause(2 * TYPING_SECONDS)
    await at.press("enter")


def long_chat(person: Person, messages: int) -> str:
    told = [
        typed(f"number {n} {'zebra' if n % 50 == 7 else 'horse'}", f"m{n}")
        if n % 2
        else answered(f"answer {n}", f"m{n}")
        for n in range(messages)
    ]
    return person.write(Conversation("long", "A long chat", NOW, NOW, tuple(told)))


async def test_conversations_are_listed_newest_first_and_open(twelve: Person) -> None:
    async with looking(twelve) as at:
        lines = [line for line in screen(at).split("\n") if "Chat " in line]
        assert len(lines) == 12
        assert "3 March 2026" in lines[0]
        assert "◆  1" in lines[0]
        await at.press("down", "enter")
        assert isinstance(at.app.screen, ChatScreen)
        assert "We moved to Lisbon" in screen(at)
        await at.press("q", "q")
        assert isinstance(at.app.screen, HomeScreen)


async def test_own_words_are_told_apart_by_a_mark_and_not_by_colour_alone(person: Person) -> None:
    text = "I wrote this.\nThey wrote that."
    parts = (Segment(0, 14, Origin.TYPED, "t", 1), Segment(14, 30, Origin.PASTED, "t", 1))
    message = typed(text, "m", 0, *parts)
    person.write(Conversation("c", "c", NOW, NOW, (message, answered("I say so.", "a"))))
    async with looking(person) as at:
        await at.press("enter")
        shown = screen(at)
        assert "┃ I wrote this." in shown
        assert "┊ They wrote that." in shown
        assert "┊ I say so." in shown
        assert "Pasted, not counted as your words" in shown


async def test_typing_searches_and_the_first_place_found_is_opened(person: Person) -> None:
    person.attributes(6)
    async with looking(person) as at:
        await search(at, "health cent")
        lines = [line for line in screen(at).split("\n") if "Chat " in line]
        assert len(lines) == 1
        assert "You register at the health centre" in screen(at)
        await at.press("enter")
        styles = [
            segment.text
            for strip in at.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.reverse and segment.text.strip()
        ]
        assert styles == ["health", "centre"]


async def test_keys_of_the_list_are_letters_while_words_are_typed(person: Person) -> None:
    person.attributes(3)
    async with looking(person) as at:
        await at.press("slash", "e", "y", "s", "q")
        assert isinstance(at.app.screen, HistoryScreen)
        assert at.app.screen.field.text == "eysq"
        await at.press("escape")
        assert isinstance(at.app.screen, HistoryScreen)
        assert "Nothing was found" in screen(at)
        await at.press("c")
        assert "Chat 1" in screen(at)


async def test_days_own_words_imports_and_attributes_narrow_the_list(twelve: Person) -> None:
    twelve.write(
        Conversation("z", "Only answers", NOW, NOW + 5, (answered("Nothing of yours.", "z"),))
    )
    async with looking(twelve) as at:
        await at.press("d", *"2026-02-28", "enter")
        assert "Chat 4" in screen(at)
        assert "1 conversation," in screen(at)
        await at.press("c", "o")
        assert "Only answers" not in screen(at)
        await at.press("c", "a")
        assert "Only answers" not in screen(at)
        await at.press("c", "s")
        assert "import 1" in screen(at)
        await at.press("s")
        assert "Everything" in screen(at)


async def test_days_that_make_no_sense_are_an_error_in_plain_words(twelve: Person) -> None:
    async with looking(twelve) as at:
        await at.press("d", *"soon", "enter")
        assert "no days that can be understood" in screen(at)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", 366), ("2024-02", 29), ("2024-12", 31), ("2024-02-03", 1),
        ("2024-01 2024-03", 91), ("2024-01-30 to 2024-02-02", 4), ("2024-01-01 – 2024-01-02", 2),
    ],
)  # fmt: skip
def test_days_are_understood(text: str, days: int) -> None:
    start, end = days_of(text)
    assert end - start == days * 86_400


@pytest.mark.parametrize(
    "text", ["", "x", "2024-13", "2024-02-30", "2025 2024", "1 2 3", "9999-12-31"]
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(SelfauditError):
        days_of(text)


async def test_from_a_message_to_its_attribute_and_back_to_the_exact_words(person: Person) -> None:
    person.attributes(2)
    review = person.session().review
    review.judge(1, {Question.TRUE: "yes"})
    async with looking(person) as at:
        await at.press("enter", "tab")
        assert "▸◆ The user is vegetarian." in screen(at)
        assert "you said: yes" in screen(at)
        await at.press("enter")
        assert isinstance(at.app.screen, AttributeScreen)
        assert "1 quote that it rests on" in screen(at)
        await at.press("enter")
        assert isinstance(at.app.screen, ChatScreen)
        quoted = [
            segment.text
            for strip in at.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.underline and segment.style.bold
        ]
        assert "".join("".join(quoted).split()) == "Ihavebeenvegetarianforsixyears"
        await at.press("q", "q", "q")
        assert isinstance(at.app.screen, HistoryScreen)


async def test_before_its_verdict_an_attribute_shows_no_more_than_its_card(person: Person) -> None:
    person.attributes(1)
    chat, message = person.chat(1)
    person.infer(chat, message, "The user is vegetarian.", "Lisbon", attribute=1)
    async with looking(person) as at:
        await at.press("end", "enter", "tab", "enter")
        shown = screen(at)
        assert "not judged yet" in shown
        assert "Category" not in shown
        assert "Support" not in shown
        assert shown.count("“") == 1
    assert person.said_of(1) == []


async def test_the_details_of_a_judged_attribute_are_recorded_as_seen_once(person: Person) -> None:
    person.attributes(1)
    person.session().review.judge(1, {Question.TRUE: "yes"})
    async with looking(person) as at:
        await at.press("enter", "tab", "enter", "q", "enter")
        assert "Category" in screen(at)
    assert person.said_of(1) == [("true", "yes"), ("details", "seen")]


@pytest.mark.parametrize(("width", "beside"), [(80, False), (120, True)])
async def test_attributes_stand_beside_where_there_is_room(
    person: Person, width: int, beside: bool
) -> None:
    person.attributes(1)
    async with looking(person, (width, 30)) as at:
        await at.press("enter")
        (line,) = [line for line in screen(at).split("\n") if "◆ The user" in line]
        assert ("┃" in line) is beside


async def test_a_long_conversation_is_scrolled_from_end_to_end(person: Person) -> None:
    long_chat(person, 300)
    async with looking(person) as at:
        await at.press("enter")
        view = at.app.screen.query_one(ChatView)
        seen: set[str] = set()
        for _ in range(80):
            seen |= {row.message for row in view._rows[view._top : view._top + view.size.height]}
            await at.pilot.press("pagedown")
        assert len(seen) == 300
        assert "Messages" in screen(at)
        assert "to 300 of 300" in screen(at)
        assert len(view._pages.held) <= MOST
        back: set[str] = set()
        for _ in range(80):
            back |= {row.message for row in view._rows[view._top : view._top + view.size.height]}
            await at.pilot.press("pageup")
        assert back == seen
        assert "Messages 1 to" in screen(at)
        await at.press("end")
        assert "to 300 of 300" in screen(at)
        await at.press("home")
        assert "Messages 1 to" in screen(at)


async def test_no_row_is_lost_or_repeated_while_scrolling_row_by_row(person: Person) -> None:
    long_chat(person, 120)
    async with looking(person) as at:
        await at.press("enter")
        view = at.app.screen.query_one(ChatView)

        def top() -> str:
            return view._rows[view._top].shown.plain

        rows = [top()]
        for _ in range(320):
            view.scroll_rows(1)
            rows.append(top())
        told = [row for row in rows if "number" in row or "answer" in row]
        assert told == list(dict.fromkeys(told))
        for expected in reversed(rows[:-1]):
            view.scroll_rows(-1)
            if expected != top():
                break
        else:
            return
        # At the very end scrolling stops, so the way back begins later.
        assert view._top == 0 or expected in rows


async def test_n_and_capital_n_go_from_hit_to_hit(person: Person) -> None:
    long_chat(person, 300)
    async with looking(person) as at:
        await search(at, "zebra")
        await at.press("enter")
        assert "number 7 zebra" in screen(at)
        assert "6 messages with what you looked for" in screen(at)
        for number in (57, 107, 157, 207, 257):
            await at.press("n")
            assert f"number {number} zebra" in screen(at)
        await at.press("n")
        assert "number 257 zebra" in screen(at)
        await at.press("N")
        assert "number 207 zebra" in screen(at)
        await at.press("home", "n")
        assert "number 7 zebra" in screen(at)


async def test_what_surprised_is_listed_with_its_origin(person: Person) -> None:
    person.attributes(3)
    review = person.session().review
    review.judge(2, {Question.TRUE: "yes", Question.SURPRISE: "yes"})
    async with looking(person) as at:
        await at.press("exclamation_mark")
        assert isinstance(at.app.screen, NotedScreen)
        shown = screen(at)
        assert "The user lives in Lisbon." in shown
        assert "“We moved to Lisbon in the spring”" in shown
        assert "2 March 2026 · Chat 2: everyday things" in shown
        await at.press("enter")
        assert isinstance(at.app.screen, AttributeScreen)
        await at.press("q", "q", "q", "a", "exclamation_mark")
        assert isinstance(at.app.screen, NotedScreen)


async def test_what_changed_since_the_sitting_before(person: Person) -> None:
    person.attributes(2)
    review = person.session().review
    review.judge(1, {Question.TRUE: "yes"})
    async with looking(person) as at:
        await at.press("w")
        assert "This is the first time" in screen(at)
    person.clock.advance(3 * 86_400)
    review.judge(1, {Question.TRUE: "no"})
    person.store.attributes.create("The user rows.", Description(), person.clock.now())
    async with looking(person, (120, 30)) as at:
        await at.press("w")
        shown = screen(at)
        assert "1 new attribute, 1 other verdict" in shown
        assert "before, you said: yes; now, you said: no" in shown
        assert "The user rows.  [new · not judged yet]" in shown


async def test_without_chats_the_screen_says_what_to_do(person: Person) -> None:
    async with looking(person) as at:
        assert "No chat is stored." in screen(at)
        await at.press("enter", "e", "n", "slash", "x", "escape")
        assert isinstance(at.app.screen, HistoryScreen)


async def test_a_click_chooses_and_another_opens(twelve: Person) -> None:
    async with looking(twelve) as at:
        await at.pilot.click(PickList, offset=(5, 2))
        await at.pilot.pause()
        assert at.app.screen.query_one(PickList).cursor == 2
        await at.pilot.click(PickList, offset=(5, 2))
        await at.pilot.pause()
        assert isinstance(at.app.screen, ChatScreen)


async def test_every_key_of_the_key_line_does_something(twelve: Person) -> None:
    async with looking(twelve) as at:
        line = str(at.app.screen.query_one(KeyLine).render())
        assert "clear" not in line
        assert "e erase" in line


def stored(text: str) -> StoredMessage:
    parts = (Segment(0, len(text), Origin.TYPED, "t", 1),) if text else ()
    return StoredMessage("m", "c", 0, Role.USER, text, NOW, True, parts)


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=400),
    st.integers(8, 140),
    st.data(),
)
def test_rows_hold_every_word_of_a_message_and_fit(
    text: str, width: int, data: st.DataObject
) -> None:
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    rows = message_rows(Told(stored(text), (), [(start, end)] if start < end else []), width)
    shown = "".join("".join(row.shown.plain[2:].split()) for row in rows[1:])
    for word in text.split():
        if word.isascii() and word.isalnum():
            assert word in shown
    assert all(row.shown.cell_length <= max(width, 10) + 1 for row in rows[1:])


def test_a_very_long_message_shows_what_was_found_and_counts_the_rest() -> None:
    text = "word " * 20_000 + "THE PLACE" + " word" * 20_000
    at = text.index("THE PLACE")
    rows = message_rows(Told(stored(text), (), [(at, at + 9)]), 80)
    plain = [row.shown.plain for row in rows]
    assert any("THE PLACE" in row for row in plain)
    assert sum("characters before" in row or "characters after" in row for row in plain) == 2
    assert sum(len(row) for row in plain) < 2 * chat_rows.LONGEST
    assert [row.is_hit for row in rows].count(True) == 1
