"""What must hold of a GBNF grammar before llama.cpp may see it."""

import re

MAX_DEPTH = 200
"""Groups inside groups; llama.cpp's parser recurses and ends the process at some thousands."""

_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|#[^\n]*|[()]', re.DOTALL)


def check_depth(grammar: str) -> bool:
    """Whether the grammar's groups are nested no deeper than MAX_DEPTH."""
    depth = 0
    for match in _TOKEN.finditer(grammar):
        if match[0] == "(":
            depth += 1
            if depth > MAX_DEPTH:
                return False
        elif match[0] == ")":
            depth -= 1
    return True
