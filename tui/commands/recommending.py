"""What `models recommend` says: this machine, each model as it would do here, the advice."""

from typing import TYPE_CHECKING, Any

from selfaudit.core.errors import ModelError

if TYPE_CHECKING:
    from selfaudit.core.languages.shares import Shares
    from selfaudit.core.paths import Home


def as_object(home: "Home", *, measure: bool) -> dict[str, Any]:
    """The recommendation as `--json` gives it. Sizes are in bytes, speeds in tokens a second."""
    from selfaudit.tui import models_wiring as wiring

    shares = _shares(home)
    found = wiring.recommend(home, shares, measure=measure)
    here = wiring.memory()
    return {
        "memory": {"total": here.total, "available": here.available},
        "cores": wiring.physical_cores(),
        "gpu": _gpu(),
        "languages": list(shares.frequent()) if shares else [],
        "speeds": "measured" if measure else "rule of thumb",
        "models": [
            {
                **wiring.known_json(one.model),
                "fits": one.fits,
                "reading": round(one.speed.reading, 1),
                "writing": round(one.speed.writing, 1),
                "unserved": list(one.unserved),
                "recommended": one is found.best,
                "why": one.why,
            }
            for one in found.rated
        ],
        "recommended": found.best.model.name,
        "reason": found.reason,
    }


def as_lines(found: dict[str, Any]) -> list[str]:
    """The same for a person."""
    from selfaudit.core.languages.names import language_name
    from selfaudit.tui.models_wiring import in_words

    memory = found["memory"]
    lines = [
        f"This machine: {in_words(memory['total'])} of memory, of which "
        f"{in_words(memory['available'])} can be had; {found['cores']} cores; {found['gpu']}."
    ]
    if found["languages"]:
        names = ", ".join(language_name(code) for code in found["languages"])
        lines.append(f"Your own words are mostly in: {names}.")
    for model in found["models"]:
        mark = "→" if model["recommended"] else " "
        lines.append(
            f"{mark} {model['name']}  {model['title']}: {model['why']}. Reads about "
            f"{_rounded(model['reading'])} and writes about {_rounded(model['writing'])} tokens a "
            f"second.{'' if model['loaded_by_us'] else ' Never run by us.'}"
        )
    lines.append(
        "How fast: reckoned from a short run of a model here."
        if found["speeds"] == "measured"
        else "How fast is a rule of thumb, not measured: it may be off by half or double. "
        "`selfaudit models recommend --measure` times a model that is here."
    )
    lines.append(f"Recommended: {found['recommended']}. {found['reason']}")
    lines.append(
        f"`selfaudit models pull {found['recommended']}` fetches it, after asking; then "
        f"`selfaudit --model {found['recommended']}` uses it."
    )
    return lines


def _shares(home: "Home") -> "Shares | None":
    """The languages of what is stored; None where nothing is."""
    if not home.store.exists():
        return None
    from selfaudit.core.languages.shares import history_shares
    from selfaudit.tui.commands.context import opened_store

    with opened_store() as store:
        return history_shares(store)


def _gpu() -> str:
    from selfaudit.tui.models_wiring import build_info

    try:
        offload = build_info().gpu_offload
    except ModelError:
        return "the installed llama.cpp cannot be loaded, see `selfaudit doctor`"
    if offload:
        return "llama.cpp uses a graphics processor where it finds one, which is not reckoned with"
    return "llama.cpp was built for the processor alone"


def _rounded(speed: float) -> str:
    if speed >= 100:
        return f"{round(speed, -1):.0f}"
    return f"{speed:.0f}" if speed >= 10 else f"{speed:.1f}"
