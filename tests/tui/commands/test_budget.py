"""selfaudit budget, and what the commands beside it say of it."""

import pytest
from budgets import add_chats, every_sentence
from builders import open_store
from printed import lines


@pytest.fixture
def chats(tmp_path):
    store = open_store(tmp_path)
    add_chats(store, 40, each=1)
    store.close()


def test_what_can_be_chosen(command, chats):
    (told,) = lines(command("budget", "--json"))
    assert (told["budget"], told["open"]) == (None, True)
    assert (told["seconds_per_card"], told["timed_cards"]) == (10.0, 0)
    chosen = [(one["minutes"], one["cards"], one["feeds_headline"]) for one in told["choices"]]
    assert chosen == [(5, 30, False), (10, 60, True), (20, 120, True), (40, 240, True)]
    assert round(told["choices"][1]["low"], 2) == 0.68
    printed = command("budget").stdout
    assert "selfaudit budget 10     60 cards  between 68 and 88 of a hundred\n" in printed
    assert "30 cards  between 63 and 90 of a hundred  (too few for a share)" in printed


def test_setting_showing_and_lifting(command, chats):
    (told,) = lines(command("budget", "2", "--json"))
    made = told["budget"]
    assert (made["cards"], made["conversations"], made["of_conversations"]) == (12, 12, 40)
    assert not made["read"]
    printed = command("budget", "2.5").stdout
    assert "2.5 minutes: 15 cards, ± 19 points" in printed
    assert "read first: 15 of 40 conversations, at random" in printed
    assert "A share is said from 60 cards on." in printed
    (shown,) = lines(command("status", "--json"))
    assert shown["budget"]["cards"] == shown["review"]["headline_goal"] == 15
    assert "Budget: 2.5 minutes" in command("status").stdout
    assert lines(command("budget", "none", "--json")) == [{"budget": None, "lifted": True}]
    assert "There was no budget." in command("budget", "none").stdout
    (shown,) = lines(command("status", "--json"))
    assert (shown["budget"], shown["review"]["headline_goal"]) == (None, 60)


def test_a_width_is_held_by_the_minutes_or_refused(command, chats):
    (told,) = lines(command("budget", "--width", "20", "--json"))
    assert (told["budget"]["cards"], told["budget"]["minutes"]) == (60, 10)
    assert told["budget"]["width"] <= told["budget"]["wanted_width"] == 0.2
    refused = command("budget", "3", "--width", "20", code=1)
    assert "takes 60 cards, about 10 minutes; in 3 minutes 18 fit" in refused.stderr
    assert "Your sample is everything: 40 conversations, read in" in command("budget").stdout
    command("budget", "none", "--width", "20", code=2)
    command("budget", "soon", code=2)
    command("budget", "nan", code=1)
    command("budget", "-3", code=2)


def test_no_chats_no_budget(command):
    assert "no conversations to draw from" in command("budget", "10", code=1).stderr


def test_extracting_tells_how_far_the_sample_is_and_next_draws_from_it(command, chats, use_model):
    use_model(every_sentence)
    command("budget", "2")
    events = lines(command("extract", "--json"))
    assert events[0]["sample_windows_left"] == 12
    left = [one["sample_windows_left"] for one in events if one["event"] == "window"]
    assert sorted(left, reverse=True) == left
    assert left[11:] == [0] * 29
    assert "The rest needs no waiting for." in command("budget").stdout
    command("next")
    (shown,) = lines(command("status", "--json"))
    assert shown["review"]["headline_drawn"] == 12
    assert "would make its range a lie" in command("budget", "10", code=1).stderr
