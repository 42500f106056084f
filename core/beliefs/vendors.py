"""What vendors are called."""

from selfaudit.core.importers.memory_text import MEMORY_TEXT

_NAMES = {"chatgpt": "ChatGPT", "claude": "Claude", MEMORY_TEXT: "your assistant"}


def vendor_name(vendor: str) -> str:
    """A vendor by the short name of its export's format; one that is not known stays as it is."""
    return _NAMES.get(vendor, vendor)
