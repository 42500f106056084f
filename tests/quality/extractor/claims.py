"""Claims about the messages, supported and flawed, and how well a verifier's scores tell them."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from extractor.figures import Figure, resampled, share
from extractor.labelled import DATA, labelled

from selfaudit.core.agreement.ranking import mean_ranks
from selfaudit.core.agreement.resampling import percentile_interval
from selfaudit.core.agreement.tables import BOTH, Array
from selfaudit.core.agreement.tables import f1 as table_f1

CLAIMS = DATA / "claims.toml"
FLAWS = (
    "overgeneralised",
    "missing evidence",
    "task-context confusion",
    "not standalone",
    "wrong person",
    "changed",
)
THRESHOLD = 0.5
_SEED, _DRAWS = 20262, 2000


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with its quote from a message; `flaw` is "" where the message supports it."""

    id: str
    message: str
    text: str
    before: str
    quote: str
    statement: str
    flaw: str
    half: str


def claims(half: str | None = None) -> list[Claim]:
    """The labelled claims, or those of one half."""
    messages = {one.shown.id: one for one in labelled()}
    found = []
    rows = tomllib.loads(CLAIMS.read_text(encoding="utf-8"))["claim"]
    for row in rows:
        message = messages[row["message"]]
        shown = message.shown
        found.append(
            Claim(
                _id(row),
                shown.id,
                shown.text,
                shown.before,
                row["quote"],
                row["statement"],
                row["flaw"],
                message.half,
            )
        )
    return [claim for claim in found if half is None or claim.half == half]


def _id(row: dict[str, str]) -> str:
    """A claim's id, which follows from what it says, so that scores never are another claim's."""
    said = json.dumps([row["message"], row["quote"], row["statement"]])
    return f"claim-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def claim_figures(rows: Sequence[Claim], scores: Mapping[str, float]) -> dict[str, Figure | None]:
    """AUC, F1 of "supported" at one half, and for each flaw the share that is held back there."""
    known = [row for row in rows if row.id in scores]
    figures = {
        "AUC (n: claims)": auc(known, scores),
        "F1 of supported at 0.5 (n: messages)": _f1(known, scores),
    }
    supported = [row for row in known if not row.flaw]
    passed = sum(scores[row.id] >= THRESHOLD for row in supported)
    figures["let through: supported"] = share(passed, len(supported))
    for flaw in FLAWS:
        flawed = [row for row in known if row.flaw == flaw]
        held = sum(scores[row.id] < THRESHOLD for row in flawed)
        figures[f"held back: {flaw}"] = share(held, len(flawed))
    return figures


def auc(rows: Sequence[Claim], scores: Mapping[str, float]) -> Figure | None:
    """The chance that a supported claim scores above a flawed one, equal scores counting half.

    Mann-Whitney's U over the number of pairs; the interval is a percentile one over messages drawn
    again, since claims of one message go together.
    """
    if not rows:
        return None
    good = np.array([not row.flaw for row in rows])
    values = np.array([scores[row.id] for row in rows], dtype=np.float64)
    names = {name: place for place, name in enumerate(dict.fromkeys(r.message for r in rows))}
    message = np.array([names[row.message] for row in rows])
    value = _auc(values, good)
    random = np.random.default_rng(_SEED)
    drawn = []
    for _ in range(_DRAWS):
        times = np.bincount(random.integers(len(names), size=len(names)), minlength=len(names))
        picked = np.repeat(np.arange(len(rows)), times[message])
        drawn.append(_auc(values[picked], good[picked]))
    interval = percentile_interval(np.array(drawn))
    low, high = (interval.low, interval.high) if interval else (None, None)
    return None if np.isnan(value) else Figure(value, low, high, len(rows))


def _auc(values: Array, good: np.ndarray) -> float:
    many, few = int(good.sum()), int((~good).sum())
    if not many or not few:
        return float("nan")
    above = mean_ranks(values)[good].sum() - many * (many + 1) / 2
    return float(above / (many * few))


def _f1(rows: Sequence[Claim], scores: Mapping[str, float]) -> Figure | None:
    """F1 of "supported", from a two by two table a message."""
    tables: dict[str, list[float]] = {}
    for row in rows:
        table = tables.setdefault(row.message, [0.0] * 4)
        wanted, chosen = not row.flaw, scores[row.id] >= THRESHOLD
        place = BOTH if wanted and chosen else 1 if wanted else 2 if chosen else 3
        table[place] += 1
    return resampled(list(tables.values()), table_f1)
