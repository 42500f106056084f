"""What a command printed."""

import json


def lines(done):
    """The JSON values of a command's output, one a line."""
    return [json.loads(line) for line in done.stdout.splitlines()]
