"""Read = stored + known + skipped, for every format, and said before it is stored."""

import random
from dataclasses import asdict

import pytest
from builders import PinnedClock, open_store
from format_samples import SAMPLES, sample_of

from selfaudit.core.events import ImportDone
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.registry import IMPORTERS
from selfaudit.core.importers.survey import SurveyDone
from selfaudit.core.importers.surveying import survey_paths
from selfaudit.core.importers.tally import LEFT_OUT, OF_LEFT_OUT

FORMATS = [importer.format for importer in IMPORTERS]


def survey(store, *paths):
    *_, done = survey_paths(paths, store)
    assert isinstance(done, SurveyDone)
    assert not done.cancelled
    return done.survey


def imported(store, *paths):
    *_, done = import_paths(paths, store, PinnedClock())
    assert isinstance(done, ImportDone)
    return done


def holds(report):
    for counts in (report.conversations, report.messages):
        assert counts.read == counts.stored + counts.known + counts.skipped
    skipped = report.conversations.skipped + report.messages.skipped
    assert skipped == sum(report.skipped.values())


def said_and_done(store, *paths):
    """Import what was surveyed, and hold one against the other."""
    found = survey(store, *paths)
    expected = found.reports(found.left_out_before())
    before = store.history.counts()
    done = imported(store, *paths).sources
    assert [asdict(one) for one in done] == [asdict(one) for one in expected]
    for report in done:
        holds(report)
    after = store.history.counts()
    assert after["conversations"] - before["conversations"] == sum(
        one.conversations.stored for one in done
    )
    assert after["messages"] - before["messages"] == sum(one.messages.stored for one in done)
    return done


def test_every_sample_is_of_a_format_that_is_read():
    assert set(SAMPLES) <= set(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_what_is_read_is_stored_or_known_or_skipped(format, packed, tmp_path):
    sample = sample_of(format)
    path = sample.zip(tmp_path / "x.zip") if packed else sample.folder(tmp_path / "x")
    store = open_store(tmp_path)
    (first,) = said_and_done(store, path)
    (again,) = said_and_done(store, path)
    assert first.format == again.format == format
    assert first.conversations.stored == sample.conversations
    assert first.conversations.read > 0
    assert (first.own_words_messages > 0) == sample.has_own_words
    assert (again.conversations.stored, again.messages.stored) == (0, 0)
    assert again.messages.known == first.messages.stored + first.messages.known
    assert again.skipped == first.skipped


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_left_out_is_counted_and_stays_out(format, tmp_path):
    path = sample_of(format).folder(tmp_path / "x")
    store = open_store(tmp_path)
    (source,) = survey(store, path).sources
    left = source.listed[0]
    store.left_out.change({left.id}, (), 1.0)
    (report,) = said_and_done(store, path)
    assert report.skipped[LEFT_OUT] == left.copies
    assert report.skipped.get(OF_LEFT_OUT, 0) == left.messages
    assert not store.history.has_conversation(left.id)
    (again,) = said_and_done(store, path)
    assert again.skipped == report.skipped
    store.left_out.change((), {left.id}, 2.0)
    (taken,) = said_and_done(store, path)
    assert taken.conversations.stored == 1
    assert store.history.has_conversation(left.id)


def test_all_formats_in_one_folder_are_each_read_once(tmp_path):
    folder = tmp_path / "downloads"
    for number, format in enumerate(FORMATS):
        where = folder / format
        if number % 2:
            where.mkdir(parents=True)
            sample_of(format).zip(where / "export.zip")
        else:
            sample_of(format).folder(where)
    (folder / "notes.txt").write_text("nothing")
    store = open_store(tmp_path)
    done = said_and_done(store, folder)
    assert [report.format for report in done] == FORMATS
    for report in done:
        assert report.conversations.stored == sample_of(report.format).conversations, report.format
        (alone,) = imported(open_store(tmp_path / report.format), folder / report.format).sources
        assert (alone.conversations, alone.messages) == (report.conversations, report.messages)
        assert alone.skipped == report.skipped


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_chosen_what_is_said_is_what_is_done(seed, tmp_path):
    random_ = random.Random(seed)
    paths = [sample_of(format).zip(tmp_path / f"{format}.zip") for format in FORMATS]
    paths += random_.choices(paths, k=2)
    random_.shuffle(paths)
    store = open_store(tmp_path)
    if random_.random() < 0.5:
        imported(store, paths[0])
    ids = [one.id for _, one in survey(store, *paths).listed()]
    store.left_out.change(random_.sample(ids, k=random_.randrange(len(ids))), (), 1.0)
    said_and_done(store, *paths)
