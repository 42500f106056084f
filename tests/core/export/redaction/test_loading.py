import json
import subprocess
import sys

HEAVY = {"phonenumbers", "stdnum"}


def loaded_after(code):
    script = f"{code}\nimport json, sys\nprint(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in json.loads(done.stdout)}


def test_the_libraries_are_loaded_when_a_number_is_looked_at_and_not_before():
    redactor = (
        "from selfaudit.core.export.redaction.redactor import Redactor\n"
        "redactor = Redactor(b'0' * 16)\n"
        "redactor.redact('in 2024, mara@example.org')\n"
    )
    assert not loaded_after(redactor) & HEAVY
    numbers = "redactor.redact('0170 1234567, DE89 3704 0044 0532 0130 00')"
    assert loaded_after(redactor + numbers) >= HEAVY
