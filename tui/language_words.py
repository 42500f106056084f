"""Which languages a history is in, and that a model was not made for one of them, in words."""

from typing import TYPE_CHECKING, Any

from selfaudit.core.languages.names import language_name

if TYPE_CHECKING:
    from selfaudit.core.languages.shares import Shares

_MOST_SHOWN = 4


def shares_json(shares: "Shares") -> dict[str, Any]:
    """Languages as `status --json` and `import --json` give them; counts are of messages."""
    return {
        "messages": shares.messages,
        "looked_at": shares.told + shares.unsure,
        "told": shares.told,
        "unsure": shares.unsure,
        "languages": dict(shares.counts),
    }


def languages_line(shares: "Shares") -> str:
    """The languages of a history in one line; empty where nothing could be told."""
    if not shares.told:
        return ""
    shown = [
        f"{language_name(code)} {_percent(shares, code)}"
        for code in list(shares.counts)[:_MOST_SHOWN]
    ]
    looked_at = shares.told + shares.unsure
    drawn = "" if looked_at == shares.messages else f" drawn from {shares.messages:,}"
    return (
        f"Languages of your own words: {', '.join(shown)} (of {shares.told} messages{drawn} whose "
        f"language could be told; {shares.unsure} are too short or mixed)."
    )


def serving_line(shares: "Shares", title: str, languages: tuple[str, ...]) -> str:
    """That a model was not made for what the person writes; empty where it serves them.

    `languages` is empty where it is not known what the model was made for.
    """
    if not languages:
        others = [code for code in shares.frequent() if code != "en"]
        if not others:
            return ""
        return (
            f"{_counted(shares, others[0])} It is not known which languages {title} was made for: "
            f"its file does not say. See whether its notes on them make sense."
        )
    unserved = shares.unserved(languages)
    if not unserved:
        return ""
    made_for = ", ".join(language_name(code) for code in languages[:_MOST_SHOWN])
    more = " and others" if len(languages) > _MOST_SHOWN else ""
    parts = " ".join(_counted(shares, code) for code in unserved)
    return (
        f"{parts} {title} was made for {made_for}{more}: expect little or nonsense from the rest. "
        "`selfaudit models recommend` says which models were made for your languages."
    )


def _counted(shares: "Shares", code: str) -> str:
    return f"{shares.counts[code]} of {shares.told} of your messages are in {language_name(code)}."


def _percent(shares: "Shares", code: str) -> str:
    share = shares.share(code)
    return "less than 1%" if share < 0.01 else f"{share:.0%}"
