import subprocess
import sys


def loaded(code):
    script = f"{code}\nimport sys\nprint(*sorted({{'numpy', 'scipy'}} & set(sys.modules)))"
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()


def test_the_package_loads_no_statistics():
    assert loaded("import selfaudit.core.agreement") == []


def test_shares_and_minimums_are_there_without_numpy():
    names = ("results", "proportions", "raters", "cards", "pace", "enough", "blinding")
    assert loaded("\n".join(f"import selfaudit.core.agreement.{name}" for name in names)) == []


def test_help_loads_no_statistics():
    code = "from selfaudit.tui.main import cli\ncli.main(['--help'], standalone_mode=False)"
    assert not {"numpy", "scipy"} & set(loaded(code)[-2:])


def test_nothing_loads_scipys_slow_part_before_it_is_needed():
    names = ("selection", "flips", "preference", "judge", "steadiness", "resampling")
    code = "\n".join(f"import selfaudit.core.agreement.{name}" for name in names)
    script = f"{code}\nimport sys\nprint('scipy.stats' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
