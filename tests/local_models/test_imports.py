import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    ["selfaudit.local_models", "selfaudit.local_models.client"]
    + [
        f"selfaudit.local_models.{name}"
        for name in ("catalog", "fetch", "hub", "installed", "recommending", "scripted")
    ],
)
def test_the_parent_never_imports_llama_cpp(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "others = {'llama_cpp', 'numpy', 'jinja2', 'textual', 'click', 'huggingface_hub'}\n"
        "print(sorted(others & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
