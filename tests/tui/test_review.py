"""Judging cards: everything that a person relies on, key by key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.tui.conftest import NOW, Person, Sitting, typed
from textual import events
from textual.widgets import Static

from selfaudit.core.errors import StoreError
from selfaudit.core.models.history import Conversation
from selfaudit.core.models.judgment import Phase as JudgedPhase
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.wordings import ASKED
from selfaudit.tui.screens.conversation import ConversationScreen
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.reading import DetailsDialog, HelpScreen
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.screens.summary import SummaryScreen
from selfaudit.tui.screens.writing import WritingDialog
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.question import ChoiceButton
from selfaudit.tui.widgets.writing import WritingArea


class AtCards(Sitting):
    """A person at the cards."""

    @property
    def statement(self) -> str:
        return self.said("StatementCard")

    @property
    def question(self) -> str:
        return self.said("#question")

    @property
    def remark(self) -> str:
        return self.said("#remark")

    @property
    def keys(self) -> str:
        return str(self.app.screen.query_one(KeyLine).render())

    @property
    def due(self) -> tuple[int, Question]:
        """The attribute and question that the store says are due."""
        card = self.person.session().review.current()
        assert card is not None
        return card.attribute.id, card.question


@asynccontextmanager
async def sitting(person: Person, **changes: object) -> AsyncIterator[AtCards]:
    """The program, opened on the first card."""
    async with person.app(**changes).run_test(size=(80, 24)) as pilot:
        at = AtCards(person, pilot)
        await pilot.pause()
        await at.press("enter")
        yield at


async def test_a_card_shows_statement_quote_and_question_and_no_opinion(twelve: Person) -> None:
    async with sitting(twelve) as at:
        card = twelve.session().review.current()
        assert card is not None
        assert card.evidence is not None
        assert at.statement == card.attribute.statement
        assert at.question == ASKED[Question.TRUE].text
        text = at.app.screen.query_one("#message", Static).content
        highlighted = [text.plain[span.start : span.end] for span in text.spans]
        assert highlighted == [card.evidence.quote]
        shown = [str(one.content) for one in at.app.screen.query(Static) if one.display]
        assert not any("conversation" in one and "words from" in one for one in shown)
        for category in ("food", "place"):
            assert not any(category in one for one in shown)


async def test_whatever_is_done_the_open_card_shows_its_own_quote(twelve: Person) -> None:
    async with sitting(twelve) as at:
        for key in ("y", "f", "2", "u", "z", "z", "z", "n", "5", "s", "z", "z"):
            await at.press(key)
            card = twelve.session().review.current()
            assert card is not None
            text = at.app.screen.query_one("#message", Static).content
            highlighted = [text.plain[span.start : span.end] for span in text.spans]
            assert highlighted == ([] if card.evidence is None else [card.evidence.quote]), key


async def test_yes_then_remember(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("y")
        assert at.question.endswith(ASKED[Question.REMEMBER].text)
        assert at.question.startswith("You said “yes”.")
        await at.press("2")
        assert twelve.said_of(attribute) == [("true", "yes"), ("remember", "when_raised")]
        assert at.due[0] != attribute
        assert at.question == ASKED[Question.TRUE].text


async def test_no_then_why(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("n", "5")
        assert twelve.said_of(attribute) == [("true", "no"), ("why", "task_or_story")]


@pytest.mark.parametrize(("key", "answer"), [("u", "unsure"), ("0", "refuse")])
async def test_unsure_and_refuse_ask_no_more(twelve: Person, key: str, answer: str) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press(key)
        assert twelve.said_of(attribute) == [("true", answer)]
        assert at.due[0] != attribute


async def test_skip_leaves_the_question_unanswered(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("s")
        assert twelve.said_of(attribute) == [("skip", "true")]
        assert at.due[0] != attribute


async def test_keys_of_other_questions_do_nothing(twelve: Person) -> None:
    async with sitting(twelve) as at:
        before = at.due
        await at.press("1", "6", "x", "space", "Y")
        assert at.due == before
        assert twelve.all_said() == []


async def test_key_and_times_are_recorded(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("n", after=9.0)
        stored = twelve.store.judgments.of(attribute)[0].circumstance
        assert stored.key == "n"
        assert stored.timing is not None
        assert stored.timing.active == pytest.approx(9.0)
        assert stored.batch is not None
        assert stored.inclusion_probability == 1.0


async def test_a_held_key_labels_one_card_only(twelve: Person) -> None:
    async with sitting(twelve) as at:
        first, _ = at.due
        await at.press("u")
        second, _ = at.due
        assert second != first
        await at.press("u", after=0.5)
        for _ in range(40):
            await at.press("u", after=0.03)
        assert at.due == (second, Question.TRUE)
        assert twelve.all_said() == [("true", "unsure")]
        assert "Nothing was saved" in at.remark
        await at.press("u", after=1.5)
        assert at.due[0] not in (first, second)


async def test_another_key_right_after_a_new_question_is_ignored(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("y")
        await at.press("3", after=0.2)
        assert at.due == (attribute, Question.REMEMBER)
        await at.press("3", after=1.0)
        assert at.due[0] != attribute


async def test_moving_about_is_never_held_up(twelve: Person) -> None:
    async with sitting(twelve) as at:
        await at.press("u")
        await at.press("question_mark", after=0.01)
        assert isinstance(at.app.screen, HelpScreen)


async def test_undo_returns_to_the_card_and_says_what_it_took_back(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        statement = at.statement
        await at.press("y", "1", "z")
        assert at.due == (attribute, Question.REMEMBER)
        assert at.statement == statement
        assert "Taken back: your answer “yes, use it when it fits”" in at.remark
        await at.press("backspace")
        assert at.due == (attribute, Question.TRUE)
        assert "your answer “yes”" in at.remark
        await at.press("z")
        assert "nothing left to take back" in at.remark


async def test_a_new_start_resumes_on_the_exact_question_and_undoes_further(
    twelve: Person,
) -> None:
    async with sitting(twelve) as at:
        first, _ = at.due
        await at.press("u", "y")
        second, question = at.due
        assert question is Question.REMEMBER
        statement = at.statement
    twelve.restart()
    async with sitting(twelve) as at:
        assert at.due == (second, Question.REMEMBER)
        assert at.statement == statement
        assert at.question.endswith(ASKED[Question.REMEMBER].text)
        await at.press("z", "z")
        assert at.due == (first, Question.TRUE)
        assert "can't say" in at.remark
    assert [answer for _, answer in twelve.said_of(first)] == ["unsure", "undo unsure"]


async def test_flag_and_surprise_are_said_in_words_and_come_off_again(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("f", "exclamation_mark")
        card = at.app.screen.query_one("StatementCard")
        assert "flagged" in str(card.border_subtitle)
        assert "surprised you" in str(card.border_subtitle)
        assert at.due == (attribute, Question.TRUE)
        await at.press("f")
        assert "flagged" not in str(card.border_subtitle)
        assert twelve.said_of(attribute) == [("flag", "yes"), ("surprise", "yes"), ("flag", "no")]


async def test_edit_asks_about_the_new_words(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("e")
        dialog = at.app.screen
        assert isinstance(dialog, WritingDialog)
        dialog.area.select_all()
        await at.press(*"I cook? y1", "enter")
        assert at.statement == "I cook? y1"
        assert twelve.store.attributes.get(attribute).statement == "I cook? y1"
        assert not twelve.store.attributes.get(attribute).as_written
        assert at.due == (attribute, Question.TRUE)
        await at.press("z")
        assert at.due[0] == attribute
        assert at.statement != "I cook? y1"


async def test_leaving_an_edit_changes_nothing(twelve: Person) -> None:
    async with sitting(twelve) as at:
        before = at.statement
        await at.press("e", "a", "b", "escape")
        assert at.statement == before
        await at.press("e", "enter")
        assert at.statement == before
        assert twelve.all_said() == []


async def test_an_emptied_statement_is_an_error_in_words(twelve: Person) -> None:
    async with sitting(twelve) as at:
        before = at.statement
        await at.press("e")
        dialog = at.app.screen
        assert isinstance(dialog, WritingDialog)
        dialog.area.clear()
        await at.press("enter")
        assert isinstance(at.app.screen, ErrorDialog)
        assert "empty" in " ".join(str(one.content) for one in at.app.screen.query(Static))
        await at.press("escape")
        assert at.statement == before


async def test_a_comment_is_kept_and_shown_again(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("c", *"Ask me.", "enter")
        stored = twelve.store.judgments.effective(attribute)[Question.COMMENT]
        assert stored.text == "Ask me."
        assert at.remark == "Comment saved."
        await at.press("c")
        assert at.app.screen.query_one(WritingArea).text == "Ask me."


async def test_pasted_control_characters_are_not_kept(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("c")
        at.app.post_message(events.Paste("a\x1b[2J\r\nb\x9bc\u202e"))
        await at.pilot.pause()
        await at.pilot.pause()
        await at.press("enter")
        stored = twelve.store.judgments.effective(attribute)[Question.COMMENT]
        assert stored.text == "a[2J\nbc\u202e"


async def test_details_come_only_after_the_first_answer_and_are_recorded(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        assert "d details" not in at.keys
        assert "v conversation" in at.keys
        await at.press("d")
        assert isinstance(at.app.screen, ErrorDialog)
        assert twelve.all_said() == []
        await at.press("escape", "y")
        assert "d details" in at.keys
        await at.press("d")
        assert isinstance(at.app.screen, DetailsDialog)
        shown = "\n".join(str(one.content) for one in at.app.screen.query(Static))
        assert "words from 1 conversation" in shown
        await at.press("escape", "1")
        judged = twelve.store.judgments.of(attribute)
        assert [one.question for one in judged][1] is Question.DETAILS
        assert judged[-1].circumstance.phase is JudgedPhase.AFTER
        await at.press("z", "z")
        assert at.due == (attribute, Question.TRUE)
        assert "details seen" in str(at.app.screen.query_one("StatementCard").border_subtitle)


async def test_the_conversation_opens_on_the_quote(twelve: Person) -> None:
    async with sitting(twelve) as at:
        card = twelve.session().review.current()
        assert card is not None
        assert card.evidence is not None
        await at.press("v")
        assert isinstance(at.app.screen, ConversationScreen)
        text = at.app.screen.query_one("#text", Static).content
        assert "● You wrote" in text.plain
        assert "○ Assistant" in text.plain
        assert "the quote is here" in text.plain
        quotes = [
            text.plain[span.start : span.end]
            for span in text.spans
            if "underline" in str(span.style)
        ]
        assert quotes == [card.evidence.quote]
        await at.press("escape")
        assert isinstance(at.app.screen, ReviewScreen)


async def test_a_click_is_as_good_as_a_key(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        twelve.clock.advance(2)
        buttons = list(at.app.screen.query(ChoiceButton))
        await at.pilot.click(buttons[2])
        await at.pilot.pause()
        assert twelve.said_of(attribute) == [("true", "no")]


async def test_a_click_on_a_key_at_the_foot_does_what_the_key_does(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        twelve.clock.advance(2)
        await at.pilot.click("KeyLine", offset=(3, 0))
        await at.pilot.pause()
        assert twelve.said_of(attribute) == [("skip", "true")]


async def test_an_error_of_the_store_is_told_and_the_card_stays(
    twelve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(twelve) as at:
        before, statement = at.due, at.statement

        def full(*_: object, **__: object) -> int:
            raise StoreError("The disk is full.", hint="Free some space.")

        with monkeypatch.context() as patch:
            patch.setattr(twelve.store.judgments, "append", full)
            await at.press("y")
            assert isinstance(at.app.screen, ErrorDialog)
            told = "\n".join(str(one.content) for one in at.app.screen.query(Static))
            assert "The disk is full." in told
            assert "Free some space." in told
        await at.press("escape")
        assert at.due == before
        assert at.statement == statement
        await at.press("y")
        assert at.due == (before[0], Question.REMEMBER)


TWELVE = ("y", "1", "n", "3", "u", "s", "0", "y", "s", *"uuuuuu")


async def test_a_window_too_small_to_show_the_question_takes_no_answer(twelve: Person) -> None:
    async with sitting(twelve) as at:
        await at.pilot.resize_terminal(40, 12)
        await at.press("y", "s")
        assert twelve.store.judgments.count() == 0
        await at.pilot.resize_terminal(72, 20)
        await at.press("y")
        assert twelve.store.judgments.count() == 1


async def test_the_set_ends_with_its_counts(person: Person) -> None:
    person.attributes(30)
    person.freeze()
    async with sitting(person) as at:
        await at.press(*TWELVE, after=3.0)
        assert isinstance(at.app.screen, SummaryScreen)
        lines = at.said(".counts").splitlines()
        counted = {line[:16].strip(): int(line[16:20]) for line in lines}
        assert counted == {
            "yes": 2, "can't say": 7, "no": 1, "rather not say": 1, "skipped": 1,
        }  # fmt: skip
        assert "About 4 seconds a card." in at.said(".note")
        assert at.said(".next").startswith("12 of 30 done.")
        assert not at.app.screen.query(".finish")
        await at.press("enter")
        assert "card 1 of 12 in this set · 12 of 30 for the headline" in at.said("ProgressLine")


async def test_the_cards_of_all_sets_are_counted(person: Person) -> None:
    person.attributes(30)
    person.freeze()
    async with sitting(person) as at:
        await at.press(*TWELVE, "enter", *["u"] * 12)
        assert at.said(".next").startswith("24 of 30 done.")


async def test_the_last_answer_of_a_set_can_be_taken_back(person: Person) -> None:
    person.attributes(30)
    person.freeze()
    async with sitting(person) as at:
        await at.press(*TWELVE)
        await at.press("z")
        assert isinstance(at.app.screen, ReviewScreen)
        assert "card 12 of 12 in this set · 11 of 30 for the headline" in at.said("ProgressLine")
        assert "Taken back" in at.remark
        await at.press("u")
        assert isinstance(at.app.screen, SummaryScreen)
        await at.press("q")
        assert isinstance(at.app.screen, HomeScreen)


async def test_sixty_is_a_real_finish_and_more_is_extra(person: Person) -> None:
    person.attributes(62)
    person.freeze()
    review = person.session().review
    for _ in range(59):
        card = review.current()
        assert card is not None
        review.answer(card, "unsure")
    async with sitting(person) as at:
        assert "60 of 60" in at.said("ProgressLine")
        await at.press("u")
        assert isinstance(at.app.screen, SummaryScreen)
        assert "You may stop for good" in at.said(".finish")
        assert "o on the first screen" in at.said(".finish")
        assert at.said(".next").startswith("60 done.  Enter: see what the model missed")
        assert at.keys.startswith("Enter see what the model missed")
        await at.press("enter")
        assert "extra card" in at.said("ProgressLine")


async def test_when_every_card_is_judged_the_screen_says_so(person: Person) -> None:
    person.attributes(2)
    person.freeze()
    async with sitting(person) as at:
        await at.press("u", "u")
        assert "Every card is judged" in at.said("#waiting")
        assert not at.app.screen.query_one("CardView").display
        await at.press("z")
        assert at.app.screen.query_one("CardView").display


async def test_a_missing_message_is_said_and_the_card_can_still_be_judged(person: Person) -> None:
    (attribute,) = person.attributes(1)
    person.freeze()
    database = person.store.database
    with database.write():
        database.execute("DELETE FROM content WHERE body LIKE 'Could you help%'")
    async with sitting(person) as at:
        assert at.statement
        await at.press("u")
        assert person.said_of(attribute) == [("true", "unsure")]


def drawn(at: AtCards) -> str:
    """The text that is on the screen now, as one line."""
    strips = at.app.screen._compositor.render_strips()
    return " ".join(" ".join(segment.text for strip in strips for segment in strip).split())


async def test_a_quote_deep_in_a_long_message_is_in_sight(person: Person) -> None:
    text = "Some words before it. " * 400 + "I keep bees on the roof" + ", and more words." * 400
    message = typed(text, "long")
    conversation = person.write(Conversation("c", "Bees", NOW, NOW, (message,)))
    person.infer(conversation, message, "The user keeps bees.", "I keep bees on the roof")
    person.freeze()
    async with sitting(person) as at:
        await at.pilot.pause()
        assert "I keep bees on the roof" in drawn(at)
        await at.press(*["down"] * 4)
        assert "I keep bees on the roof" not in drawn(at)
        await at.press("v")
        assert "I keep bees on the roof" in drawn(at)


async def test_a_long_conversation_is_read_page_by_page(person: Person) -> None:
    messages = tuple(typed(f"Message number {n} of many.", f"m{n}") for n in range(100))
    conversation = person.write(Conversation("c", "Long", NOW, NOW, messages))
    person.infer(conversation, messages[50], "The user counts.", "number 50 of")
    person.freeze()
    async with sitting(person) as at:
        await at.press("v")
        assert "Messages 46 to 61 of 100 · 45 before (p) · 39 after (n)" in at.said("#heading")
        assert "previous page" in at.keys
        assert "next page" in at.keys
        seen: set[int] = set()
        await at.press(*["p"] * 4)
        assert "previous page" not in at.keys
        for _ in range(8):
            text = at.said("#text")
            seen |= {n for n in range(100) if f"Message number {n} of" in text}
            await at.press("n")
        assert seen == set(range(100))
        await at.press("g")
        assert "the quote is here" in drawn(at)
