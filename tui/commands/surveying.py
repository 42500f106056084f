"""Looking through exports on the command line: what they hold, and what would be left out."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from selfaudit.core.events import ImportProgress
from selfaudit.core.importers.names import format_name
from selfaudit.core.importers.survey import Survey, SurveyDone, SurveyedSource
from selfaudit.core.importers.surveying import find_words, survey_paths
from selfaudit.core.store.store import Store
from selfaudit.tui.commands.output import ProgressLine, say
from selfaudit.tui.importing.words import failed_words, left_words, source_lines
from selfaudit.tui.language_words import shares_json


def survey_all(paths: Iterable[Path], store: Store) -> Survey:
    """Look through every path, with a line of progress."""
    line = ProgressLine()
    survey = Survey((), ())
    try:
        for event in survey_paths(paths, store):
            if isinstance(event, ImportProgress):
                _show(line, event)
            elif isinstance(event, SurveyDone):
                survey = event.survey
    finally:
        line.end()
    return survey


def search_all(paths: Iterable[Path], words: Iterable[str]) -> frozenset[str]:
    """The ids of the conversations that hold any of some words, with a line of progress."""
    line = ProgressLine()
    found: frozenset[str] = frozenset()
    try:
        for word in words:
            search = find_words(paths, word)
            while True:
                try:
                    _show(line, next(search))
                except StopIteration as ended:
                    found |= ended.value
                    break
    finally:
        line.end()
    return found


def _show(line: ProgressLine, event: ImportProgress) -> None:
    line.show(f"Looking: {event.conversations:,} conversations in {event.path}")


def say_survey(survey: Survey, left_out: frozenset[str]) -> None:
    """What was found, source by source, as a table for each."""
    for source in survey.sources:
        say(f"{format_name(source.format)}  {source.path}")
        for about, words in source_lines(source, left_out):
            say(f"  {about:<14}  {words}")
    for failure in survey.failed:
        say(failed_words(failure), to_stderr=True)
    if said := left_words(survey, left_out):
        say(f"{said}.")


def survey_json(survey: Survey, left_out: frozenset[str]) -> Mapping[str, Any]:
    """A survey as `import --dry-run --json` gives it."""
    return {
        "dry_run": True,
        "sources": [_source_json(source, left_out) for source in survey.sources],
        "failed": [asdict(failure) for failure in survey.failed],
        "conversations": [
            {
                "id": one.id,
                "format": source.format,
                "title": one.title,
                "first": one.first,
                "last": one.last,
                "messages": one.messages,
                "new_messages": one.new_messages,
                "own_words": one.own.words,
                "known": not one.is_new,
                "left_out": one.id in left_out,
                "left_out_before": one.was_left_out,
            }
            for source, one in survey.listed()
        ],
    }


def _source_json(source: SurveyedSource, left_out: frozenset[str]) -> Mapping[str, Any]:
    return {
        **asdict(source.report(left_out)),
        "own_words": source.own_words(left_out),
        "first": source.first(left_out),
        "last": source.last(left_out),
        "languages": shares_json(source.languages),
    }
