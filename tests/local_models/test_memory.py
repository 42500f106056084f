"""What memory there is, by files such as the kernel's; whether a model fits into it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.core.variables import ANY_SIZE_VARIABLE
from selfaudit.local_models.memory import OVERHEAD, Memory, check_fits, memory, needed

GB = 1_000_000_000
KIB = 1024


def system(root: Path, **files: str) -> Path:
    """A root folder with these files; "__" in a name stands for "/"."""
    for name, content in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return root


MEMINFO = "MemTotal:       8000000 kB\nMemFree:         100 kB\nMemAvailable:    6000000 kB\n"


def test_what_can_be_had_is_more_than_what_is_free(tmp_path: Path) -> None:
    found = memory(system(tmp_path, proc__meminfo=MEMINFO))
    assert found == Memory(8_000_000 * KIB, 6_000_000 * KIB)


def test_a_control_group_bounds_it_and_files_in_memory_can_be_dropped(tmp_path: Path) -> None:
    root = system(
        tmp_path,
        proc__meminfo=MEMINFO,
        proc__self__cgroup="0::/user/app\n",
        **{
            "sys__fs__cgroup__user__app__memory.max": "max\n",
            "sys__fs__cgroup__user__memory.max": f"{2 * GB}\n",
            "sys__fs__cgroup__user__memory.current": f"{GB}\n",
            "sys__fs__cgroup__user__memory.stat": f"anon 5\ninactive_file {GB // 2}\n",
        },
    )
    assert memory(root) == Memory(2 * GB, 2 * GB - GB // 2)


def test_the_older_control_groups_bound_it_too(tmp_path: Path) -> None:
    root = system(
        tmp_path,
        proc__meminfo=MEMINFO,
        proc__self__cgroup="5:cpu:/x\n7:memory:/\n",
        **{
            "sys__fs__cgroup__memory__memory.limit_in_bytes": f"{3 * GB}\n",
            "sys__fs__cgroup__memory__memory.usage_in_bytes": f"{GB}\n",
        },
    )
    assert memory(root) == Memory(3 * GB, 2 * GB)
    unbounded = root / "sys/fs/cgroup/memory/memory.limit_in_bytes"
    unbounded.write_text("9223372036854771712\n")
    assert memory(root).total == 8_000_000 * KIB


def test_a_system_that_does_not_tell(tmp_path: Path) -> None:
    assert memory(system(tmp_path, proc__meminfo="nothing here\n")).available is None
    # Then nothing is refused.
    check_fits("Any", 1 << 60, Memory(None, None))


def test_this_machine_tells_something_sensible() -> None:
    found = memory()
    assert found.total is not None
    if sys.platform == "linux":
        assert found.available is not None
        assert 0 < found.available <= found.total


@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space")
def test_a_limit_of_the_process_counts() -> None:
    code = "from selfaudit.local_models.memory import memory; print(memory().available)"
    done = subprocess.run(
        ["bash", "-c", f"ulimit -v 700000; exec {sys.executable} -c '{code}'"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout) == 700_000 * KIB


def test_a_model_that_is_too_large_is_told_with_the_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(ANY_SIZE_VARIABLE, raising=False)
    need = needed(4_683_074_240, 57_344, 2048)
    assert need == 4_683_074_240 + 57_344 * 2048 + OVERHEAD
    check_fits("Large", need, Memory(8 * GB, need))
    with pytest.raises(ModelError) as error:
        check_fits("Large", need, Memory(8 * GB, 3 * GB))
    assert error.value.message == (
        "Large is too large for this machine's memory: it needs about 5.1 GB, and 3.0 GB of 8.0 GB "
        "can be had."
    )
    assert "--any-size" in error.value.hint
    assert "models recommend" in error.value.hint
    monkeypatch.setenv(ANY_SIZE_VARIABLE, "1")
    check_fits("Large", need, Memory(8 * GB, 3 * GB))
    assert os.environ[ANY_SIZE_VARIABLE] == "1"
