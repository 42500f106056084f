"""Looking through exports before anything is stored: what they hold, and what is new in it.

What is kept of a conversation is its id, the beginning of its title, dates and counts, and eight
bytes for each message, so that a copy of it in another file is known again.
"""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

from selfaudit.core.errors import ExportError
from selfaudit.core.events import ImportFailed, ImportProgress
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.registry import Part, parts_of
from selfaudit.core.importers.sampling import Sample
from selfaudit.core.importers.survey import (
    MOST_TITLE,
    Listed,
    Survey,
    SurveyDone,
    SurveyedSource,
    SurveyEvent,
)
from selfaudit.core.importers.tally import Tally, copy_of, own_texts
from selfaudit.core.models.history import OWN_WORDS, Conversation, RecordKind, Skipped
from selfaudit.core.store.history import conversation_id, message_id
from selfaudit.core.store.store import Store

PROGRESS_RECORDS = 50
"""Records between two events of progress."""

_DIGEST = 8
"""Bytes kept of a message's id: among ten million messages two are alike once in 370,000 times."""


def survey_paths(
    paths: Iterable[Path], store: Store, cancel: Event | None = None
) -> Iterator[SurveyEvent]:
    """Look through each path in turn, and store nothing; ends with SurveyDone.

    Holds one conversation in memory at a time. A path that cannot be read does not hold back the
    others. Ends soon after `cancel` is set; what was not looked at by then is not in the survey.
    """
    stop = cancel or Event()
    surveying = _Surveying(store, stop)
    failures: list[ImportFailed] = []
    for path in paths:
        if stop.is_set():
            break
        name = clean_text(str(path))
        yield ImportProgress(name, 0, 0)
        try:
            with ExportFiles(path) as export:
                for part in parts_of(export, stop):
                    yield from surveying.look(name, part)
        except ExportError as error:
            if not stop.is_set():
                failures.append(ImportFailed(name, error.title, error.message, error.hint))
                yield failures[-1]
    yield SurveyDone(Survey(tuple(surveying.sources), tuple(failures)), stop.is_set())


def find_words(
    paths: Iterable[Path], words: str, cancel: Event | None = None
) -> Generator[ImportProgress, None, frozenset[str]]:
    """The ids of the conversations that have some words in their title or in own words.

    Upper and lower case are alike, and any white space stands for any other; without words,
    nothing is found. Reads the exports again; paths that cannot be read hold nothing.
    """
    stop = cancel or Event()
    wanted = _folded(words)
    found: set[str] = set()
    if not wanted:
        return frozenset()
    for path in paths:
        name = clean_text(str(path))
        conversations = messages = 0
        try:
            with ExportFiles(path) as export:
                for part in parts_of(export, stop):
                    for record in part.records():
                        if stop.is_set():
                            return frozenset(found)
                        if isinstance(record, Skipped):
                            continue
                        if _holds(record, wanted):
                            found.add(conversation_id(part.importer.format, record.external_id))
                        conversations += 1
                        messages += len(record.messages)
                        if conversations % PROGRESS_RECORDS == 0:
                            yield ImportProgress(name, conversations, messages)
        except ExportError:
            continue
    return frozenset(found)


class _Surveying:
    """One survey: what was seen in earlier files counts as known, as it will when importing."""

    def __init__(self, store: Store, cancel: Event) -> None:
        self.sources: list[SurveyedSource] = []
        self._store = store
        self._cancel = cancel
        self._left_out = store.left_out.ids()
        self._seen: dict[str, bytes] = {}

    def look(self, path: str, part: Part) -> Iterator[ImportProgress]:
        """Look through one part of an export."""
        format = part.importer.format
        tally = Tally()
        listed: dict[str, Listed] = {}
        sample = Sample()
        messages = 0
        for number, record in enumerate(part.records()):
            if self._cancel.is_set():
                return
            if isinstance(record, Skipped):
                tally.skip(record)
            else:
                for skipped in record.skipped:
                    tally.skip(skipped)
                id = conversation_id(format, record.external_id)
                listed[id] = self._listed(id, record, listed.get(id))
                messages += len(record.messages)
                for text in own_texts(record):
                    sample.offer(text)
            if number % PROGRESS_RECORDS == 0:
                yield ImportProgress(path, len(listed), messages)
        yield ImportProgress(path, len(listed), messages)
        skipped_conversations = tally.skipped_kinds[RecordKind.CONVERSATION]
        self.sources.append(
            SurveyedSource(
                path,
                format,
                tuple(listed.values()),
                dict(tally.skipped.most_common()),
                skipped_conversations,
                tally.skipped_kinds[RecordKind.MESSAGE],
                sample.shares(),
            )
        )

    def _listed(self, id: str, conversation: Conversation, before: Listed | None) -> Listed:
        """A conversation as it is listed, together with an earlier copy of it in the same part."""
        is_new, new_messages = self._new(id, conversation)
        copy = copy_of(conversation)
        times = [one.created_at for one in conversation.messages if one.created_at is not None]
        stated = (conversation.created_at, conversation.updated_at)
        times = times or [time for time in stated if time is not None]
        one = Listed(
            id,
            " ".join(conversation.title[: 4 * MOST_TITLE].split())[:MOST_TITLE],
            min(times, default=None),
            max(times, default=None),
            1,
            len(conversation.messages),
            is_new,
            new_messages,
            copy,
            id in self._left_out,
        )
        if before is None:
            return one
        firsts = [time for time in (before.first, one.first) if time is not None]
        lasts = [time for time in (before.last, one.last) if time is not None]
        return replace(
            before,
            title=before.title or one.title,
            first=min(firsts, default=None),
            last=max(lasts, default=None),
            copies=before.copies + 1,
            messages=before.messages + one.messages,
            new_messages=before.new_messages + new_messages,
            own=max(before.own, copy),
        )

    def _new(self, id: str, conversation: Conversation) -> tuple[bool, int]:
        """Whether a conversation is new, and how many of its messages are."""
        seen = self._seen.get(id)
        known = set() if seen is None else _cut(seen)
        history = self._store.history
        is_stored = history.has_conversation(id)
        if is_stored and seen is None:
            known |= {bytes.fromhex(key)[:_DIGEST] for key in history.message_ids(id)}
        new: list[bytes] = []
        for message in conversation.messages:
            digest = bytes.fromhex(message_id(id, message))[:_DIGEST]
            if digest not in known:
                known.add(digest)
                new.append(digest)
        if seen is None and is_stored:
            self._seen[id] = b"".join(known)
        else:
            self._seen[id] = (seen or b"") + b"".join(new)
        return not is_stored and seen is None, len(new)


def _cut(digests: bytes) -> set[bytes]:
    return {digests[at : at + _DIGEST] for at in range(0, len(digests), _DIGEST)}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _holds(conversation: Conversation, wanted: str) -> bool:
    if wanted in _folded(conversation.title):
        return True
    return any(
        wanted in _folded(message.text[part.start : part.end])
        for message in conversation.messages
        for part in message.segments
        if part.origin in OWN_WORDS
    )
