"""What vendors are called."""

from selfaudit.core.importers.memory_text import MEMORY_TEXT
from selfaudit.core.importers.names import format_name


def vendor_name(vendor: str) -> str:
    """A vendor by the short name of its export's format: "ChatGPT"."""
    return "your assistant" if vendor == MEMORY_TEXT else format_name(vendor)
