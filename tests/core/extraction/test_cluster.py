"""Many donated histories: keyed tasks give what local runs store, each once, killed or not."""

import json
import os
import shutil
import sys
import threading
from pathlib import Path

import donated
import pytest
from builders import PinnedClock, open_store
from donated import is_done, keep, kept, rows, tasks, unpacked

from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.extraction.reading import Spec
from selfaudit.core.importers.importing import import_paths
from selfaudit.local_models.scripted import ScriptedModel

MARA = Path(__file__).parents[3] / "examples" / "histories" / "mara.json"


@pytest.fixture
def exports(tmp_path):
    """Two donors with the same history, one with a part of it, one whose file is none."""
    folder = tmp_path / "exports"
    folder.mkdir()
    for name in ("one.json", "two.json"):
        shutil.copy(MARA, folder / name)
    history = json.loads(MARA.read_text(encoding="utf-8"))
    (folder / "part.json").write_text(json.dumps(history[:3]), encoding="utf-8")
    (folder / "none.json").write_text('{"a": 1}', encoding="utf-8")
    return folder


def locally(folder, export):
    """What a person's own run stores of an export: (window, message, start, end, statement)."""
    store, model = open_store(folder / export.stem), ScriptedModel()
    list(import_paths([export], store, PinnedClock()))
    list(Extraction(store, model, PinnedClock()).run(threading.Event()))
    model.close()
    found = {
        (work["key"], row["message"], row["start"], row["end"], row["reason"], row["said"])
        for work in store.database.rows("SELECT key FROM work")
        for row in store.database.rows(
            "SELECT candidate.*, (SELECT body FROM content WHERE content.id = statement) AS said"
            " FROM work LEFT JOIN candidate ON candidate.work = work.key WHERE work.key = ?",
            [work["key"]],
        )
    }
    store.close()
    return found


def given(found, donor):
    """The same of what the tasks of a donor gave."""
    none = {"statement": None, "span": None, "reason": None}
    return {
        (row["window"], *_span(one), one["reason"], one["statement"])
        for row in found
        if row["donor"] == donor
        for one in row["candidates"] or [none]
    }


def _span(one):
    return tuple(one["span"].values()) if one["span"] else (None, None, None)


def test_tasks_give_row_for_row_what_local_runs_store(tmp_path, exports):
    model = ScriptedModel()
    spec = Spec(model.identity)
    for name in ("one.json", "part.json"):
        for task in tasks(exports / name, spec):
            keep(tmp_path / "out", task.key, rows(unpacked(task.packed()), spec, model))
    model.close()
    found = list(kept(tmp_path / "out"))
    assert given(found, "one.json") == locally(tmp_path, exports / "one.json")
    assert given(found, "part.json") == locally(tmp_path, exports / "part.json")
    windows = [(row["donor"], row["window"]) for row in found]
    assert len(windows) == len(set(windows)) > 10


def test_a_task_has_another_key_for_another_donor_or_another_way_of_reading(exports):
    spec = Spec(ScriptedModel().identity)
    one = {task.key for task in tasks(exports / "one.json", spec)}
    assert one == {task.key for task in tasks(exports / "one.json", spec)}
    assert one.isdisjoint(task.key for task in tasks(exports / "two.json", spec))
    assert one.isdisjoint(task.key for task in tasks(exports / "one.json", Spec(spec.model, 1)))
    other = Spec(ScriptedModel(name="other").identity)
    assert one.isdisjoint(task.key for task in tasks(exports / "one.json", other))


def test_a_file_that_was_not_finished_counts_for_nothing(tmp_path, monkeypatch):
    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(donated.os, "fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path, "ab12", [{"donor": "one"}])
    monkeypatch.undo()
    assert not is_done(tmp_path, "ab12")
    assert list(kept(tmp_path)) == []
    keep(tmp_path, "ab12", [{"donor": "one"}])
    keep(tmp_path, "ab12", [{"donor": "one"}])
    assert is_done(tmp_path, "ab12")
    assert list(kept(tmp_path)) == [{"donor": "one"}]


def test_ray_reads_what_is_not_done_and_gives_the_same(tmp_path, exports):
    ray = pytest.importorskip("ray", reason="ray is not installed (extra `cluster`)")
    from read_donated import read_all

    out = tmp_path / "out"
    spec, model = Spec(ScriptedModel().identity), ScriptedModel()
    first, second, *_ = tasks(exports / "one.json", spec)
    # As a killed run leaves it: one task done, another's file not finished.
    keep(out, first.key, rows(first, spec, model))
    part = donated.place(out, second.key).with_suffix(".jsonl.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_text("{", encoding="utf-8")
    model.close()
    # The actors find what this process finds.
    paths = {"env_vars": {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}}
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, runtime_env=paths)
    try:
        counts = read_all(exports, out)
        assert (
            counts["conversations"]
            == sum(
                len(list(tasks(exports / name, spec)))
                for name in ("one.json", "two.json", "part.json")
            )
            - 1
        )
        assert read_all(exports, out) == dict.fromkeys(counts, 0)
    finally:
        ray.shutdown()
    found = list(kept(out))
    for name in ("one.json", "two.json", "part.json"):
        assert given(found, name) == locally(tmp_path, exports / name)
    windows = [(row["donor"], row["window"]) for row in found]
    assert len(windows) == len(set(windows))
