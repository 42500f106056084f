"""The program's own colours, and those of the terminal."""

from textual.theme import Theme

DARK = Theme(
    name="selfaudit-dark",
    primary="#8AB4C9",
    secondary="#A9B6A2",
    accent="#E3B77A",
    warning="#E3B77A",
    error="#E08A80",
    success="#9CC29A",
    foreground="#DEDCD6",
    background="#16181A",
    surface="#1D2023",
    panel="#272B2F",
    dark=True,
    variables={"quote-background": "#3A3329"},
)

LIGHT = Theme(
    name="selfaudit-light",
    primary="#1F5F7A",
    secondary="#55664D",
    accent="#8A5200",
    warning="#8A5200",
    error="#A3291F",
    success="#2F6B34",
    foreground="#23262A",
    background="#FAF8F4",
    surface="#F2EFE9",
    panel="#E6E2DA",
    dark=False,
    variables={"quote-background": "#EADCC6"},
)

QUOTE_STYLE = "bold underline $text-accent on $quote-background"
"""How a quote stands out in its message: underlined as well as coloured."""

DEFAULTS = {"quote-background": "transparent"}
"""Colours that other themes do not name. The terminal's own cannot be mixed into a tint."""

OWN = (DARK, LIGHT)
"""Themes that the app registers."""

ROUND = (DARK.name, LIGHT.name, "ansi-dark", "ansi-light")
"""The themes that one key goes through: dark, light, then the terminal's own colours."""


def next_theme(current: str) -> str:
    """The theme after this one."""
    return ROUND[(ROUND.index(current) + 1) % len(ROUND)] if current in ROUND else ROUND[0]
