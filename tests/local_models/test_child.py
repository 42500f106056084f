"""The parent's hold on the model's process, without a model."""

import os
import sys

import pytest

from selfaudit.local_models.child import NICENESS, Child, environment


@pytest.mark.skipif(sys.platform == "win32", reason="niceness")
def test_the_process_stands_back_for_the_interface():
    own = os.getpriority(os.PRIO_PROCESS, 0)
    child = Child(None)
    try:
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(19, own + NICENESS)
        assert os.getpriority(os.PRIO_PROCESS, 0) == own
    finally:
        child.kill()
        child.reap()


def test_graphs_are_off_on_a_graphics_processor(monkeypatch):
    monkeypatch.delenv("GGML_CUDA_DISABLE_GRAPHS", raising=False)
    assert "GGML_CUDA_DISABLE_GRAPHS" in environment()
