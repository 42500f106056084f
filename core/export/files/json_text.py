"""JSON for people and programs alike: indented, UTF-8, the same bytes for the same value."""

import msgspec


def json_text(value: object) -> bytes:
    """A value as indented JSON that ends with a line's end. Keys stay in their order."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
