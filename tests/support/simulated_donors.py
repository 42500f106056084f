"""Packages of made-up donors whose truth is known, written table by table without a store.

What a donor's rows say follows from a seed; nobody's text is in them.
"""

import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec
import numpy as np
from scipy.special import expit

from selfaudit.core.export.contents import FORMAT, FORMAT_VERSION
from selfaudit.core.export.fields import Id, Pseudonym, Ref, Row
from selfaudit.core.export.files.jsonl import lines_of
from selfaudit.core.export.files.parquet import parquet_of
from selfaudit.core.export.files.places import jsonl_file, parquet_file
from selfaudit.core.export.levels import Level
from selfaudit.core.export.tables import comparison, record, relevance, review
from selfaudit.core.export.tables.registry import TABLES, Table
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Arm, Side, VoteQuestion
from selfaudit.core.models.item import Support
from selfaudit.core.models.judgment import Act, Phase, Policy, Question
from selfaudit.core.models.relevance import MarkAnswer, PromptSource

EXTRACTOR, GENERATOR = "e" * 64, "f" * 64
SOURCES = (PromptSource.TYPED, PromptSource.HISTORY, PromptSource.BUNDLED)
CATEGORIES = ("food", "work", "place", "health")
SELECTORS = ("model_pairwise", "model_list")
SHOWN = ("left_much", "left_slightly", "no_difference", "right_slightly", "right_much")
SIZES = {"cards": 60, "frame": 240, "prompts": 30, "listed": 10, "pairs": 40}
ARMS = (Arm.MARKED,) * 6 + (Arm.IRRELEVANT,) * 2 + (Arm.CATCH,) + (Arm.STRANGER,)


@dataclass(frozen=True)
class Donor:
    """What is so of one donor: shares as logits of a rate, `judge_bias` in steps."""

    accepted: float
    yes: float
    chosen: float
    follows: float
    helped: float
    irrelevant: float
    judge_bias: float


@dataclass(frozen=True)
class Population:
    """Donors are drawn around these means, with these standard deviations, on the same scales."""

    mean: Donor = Donor(0.9, -1.8, -0.9, 2.0, 0.6, -0.1, 0.5)
    spread: Donor = Donor(0.6, 0.5, 0.4, 0.3, 0.6, 0.4, 0.3)
    prompt_mood: float = 1.0
    """How much prompts differ in how much matters at them (a standard deviation of logits)."""
    ties: float = 0.3

    def donor(self, random: np.random.Generator) -> Donor:
        """Someone."""
        spread = asdict(self.spread)
        return Donor(
            **{k: float(random.normal(v, spread[k])) for k, v in asdict(self.mean).items()}
        )


class DonorRows:
    """The rows of one donor's package."""

    def __init__(
        self, donor: Donor, population: Population, seed: int, sizes: dict[str, int] | None = None
    ) -> None:
        self.donor, self.population, self.sizes = donor, population, {**SIZES, **(sizes or {})}
        self.random = np.random.default_rng(seed)
        self.rows: dict[str, list[Row]] = {table.name: [] for table in TABLES}
        for number, (purpose, model) in enumerate(
            (("extraction", EXTRACTOR), ("selection", GENERATOR), ("answers", GENERATOR))
        ):
            self.rows["runs"].append(run(f"run-{number}", purpose, model))
        self.cards()
        self.marks()
        self.pairs()
        self.rows["participant_flow"] = [
            record.FlowRow(step=0, name="imported", of="conversations", detail=None, count=50),
            record.FlowRow(step=1, name="withheld", of="attributes", detail="person", count=None),
        ]

    def chance(self, logit: float) -> bool:
        """Whether something of this logit happens."""
        return bool(self.random.random() < expit(logit))

    def cards(self) -> None:
        """Every attribute of the frame; the first ones drawn and judged, then some early ones."""
        drawn, frame = self.sizes["cards"], self.sizes["frame"]
        for number in range(frame):
            id, wording = f"a{number}", f"r{number}"
            self.rows["attributes"].append(
                review.AttributeRow(
                    id=id, statement=None, statement_words=5,
                    category=CATEGORIES[number % 4], subject="user", basis=None, durability=None,
                    sensitivity=None, assigned_by=None, support=1, found_week=0,
                )
            )  # fmt: skip
            self.rows["revisions"].append(
                review.RevisionRow(
                    id=wording, attribute=id, written_by="model", statement=None,
                    statement_words=5, current=True,
                )
            )  # fmt: skip
            if number >= drawn:
                continue
            probability = drawn / frame
            self.rows["cards"].append(card(id, number, Policy.HEADLINE, frame, probability))
            answer = "yes" if self.chance(self.donor.accepted) else "no"
            self.rows["judgments"].append(judgment(f"j{number}", id, wording, answer, probability))

    def marks(self) -> None:
        """Prompts, each with a list, marks and two selectors; a rejected attribute on each list."""
        block = relevance.BlockRow(
            id="block-1", stage=Stage.RELEVANCE, number=1, seed=None, begun_week=0, begun_at=None,
            revealed_week=0, revealed_at=None,
        )  # fmt: skip
        self.rows["blocks"].append(block)
        listed = self.sizes["listed"]
        for place in range(self.sizes["prompts"]):
            prompt = f"p{place}"
            self.rows["prompts"].append(prompt_row(prompt, SOURCES[place % 3]))
            mood = self.donor.yes + float(self.random.normal(0, self.population.prompt_mood))
            scores: dict[str, list[tuple[str, float]]] = {name: [] for name in SELECTORS}
            for number in range(listed + 1):
                entry, accepted = f"{prompt}-{number}", number < listed
                yes = accepted and self.chance(mood)
                self.rows["entries"].append(
                    relevance.EntryRow(
                        id=entry, block="block-1", position=place, prompt=prompt,
                        order_index=number, attribute=f"a{number}", revision=f"r{number}",
                        accepted=accepted, stratum_category=None, stratum_conversation=None,
                        inclusion_probability=0.25, repeats=None,
                    )
                )  # fmt: skip
                if accepted:
                    answer = MarkAnswer.YES if yes else MarkAnswer.NO
                    self.rows["marks"].append(mark(f"m{entry}", entry, prompt, number, answer))
                for name in SELECTORS:
                    toward = self.donor.chosen + self.donor.follows * yes
                    scores[name].append((entry, float(expit(toward + self.random.logistic()))))
            for name, said in scores.items():
                self._selected(name, prompt, place, said)

    def _selected(self, name: str, prompt: str, place: int, said: list[tuple[str, float]]) -> None:
        id = f"s{name}-{prompt}"
        self.rows["selections"].append(
            relevance.SelectionRow(
                id=id, run="run-1", block="block-1", position=place, selector=name, version=1,
                model=GENERATOR, failed=False, failure=None,
                prompt_tokens=1, seconds=0.1,
            )
        )  # fmt: skip
        scores = name == "model_pairwise"
        self.rows["selector_scores"] += [
            relevance.SelectorScoreRow(
                selection=id, entry=entry, selector=name, score=score if scores else None,
                chosen=None if scores else score >= 0.5,
            )
            for entry, score in said
        ]  # fmt: skip

    def pairs(self) -> None:
        """Pairs in the usual mix of arms, voted on and judged; the first one comes back."""
        for number in range(self.sizes["pairs"] + 1):
            again = number == self.sizes["pairs"]
            arm = ARMS[0 if again else number % 10]
            pair, prompt = f"q{number}", "v0" if again else f"v{number}"
            side = Side.LEFT if self.random.random() < 0.5 else Side.RIGHT
            if not again:
                self.rows["prompts"].append(prompt_row(prompt, PromptSource.TYPED))
            for which in ("generic", "other"):
                self.rows["answers"].append(
                    comparison.AnswerRow(
                        id=f"{pair}-{which}", run="run-2", prompt=prompt, text=None,
                        text_characters=9, seed=None, finish_reason="stop", prompt_tokens=1,
                        output_tokens=1, seconds=0.1,
                    )
                )  # fmt: skip
            self.rows["pairs"].append(
                comparison.PairRow(
                    id=pair, block="block-2", position=number, prompt=prompt, arm=arm, seed=None,
                    generic_side=side, asks_about_you=False, repeats="q0" if again else None,
                    generic=f"{pair}-generic", other=f"{pair}-other", redraws=0, dropped=False,
                    failure=None, again=False, inclusion_probability=None,
                )
            )  # fmt: skip
            preference = self._preference(arm)
            shown = preference if side is Side.LEFT else 6 - preference
            self.rows["votes"].append(vote(f"w{pair}", pair, SHOWN[shown - 1], preference))
            self._judge(pair, side, preference)

    def _preference(self, arm: Arm) -> int:
        if self.random.random() < self.population.ties:
            return 3
        toward = {Arm.MARKED: self.donor.helped, Arm.IRRELEVANT: self.donor.irrelevant}
        step = 1 + int(self.random.random() < 0.4)
        return 3 + step if self.chance(toward.get(arm, 0.0)) else 3 - step

    def _judge(self, pair: str, side: Side, preference: int) -> None:
        for swapped in (False, True):
            noise = self.random.normal(self.donor.judge_bias, 1.1)
            rating = int(np.clip(round(preference + noise), 1, 5))
            left = (side is Side.LEFT) is not swapped
            self.rows["judge_verdicts"].append(
                comparison.JudgeVerdictRow(
                    id=f"{pair}-{swapped}", run="run-2", pair=pair, model=GENERATOR, version=1,
                    swapped=swapped, with_attributes=False, rating=rating if left else 6 - rating,
                    expected=float(rating), mass=0.9, preference=rating, is_generator=True,
                )
            )  # fmt: skip


def card(
    attribute: str, position: int, policy: Policy, frame: int, probability: float | None
) -> review.CardRow:
    """A card of a batch that is named after its policy."""
    return review.CardRow(
        batch=str(policy), position=position, policy=policy, frame_size=frame,
        sample_conversations=None, of_conversations=None, attribute=attribute,
        evidence=None, inclusion_probability=probability, seed=None, folded=False,
        support=Support.NEVER, lasting=False,
    )  # fmt: skip


def judgment(
    id: str, attribute: str, revision: str, answer: str, probability: float | None
) -> review.JudgmentRow:
    """A blind answer to a card's first question, that counts."""
    return review.JudgmentRow(
        id=id, attribute=attribute, revision=revision, question=Question.TRUE, answer=answer,
        text=None, counts=True, act=Act.DECIDE, undoes=None, phase=Phase.BEFORE,
        policy=Policy.HEADLINE, wording="w" * 64, evidence=None, batch="headline", order_index=0,
        inclusion_probability=probability, seed=None, opinion_seen="", key="y", decided_week=0,
        shown_at=None, decided_at=None, active_seconds=3.0, idle_seconds=0.0, study=None,
    )  # fmt: skip


def mark(id: str, entry: str, prompt: str, number: int, answer: MarkAnswer) -> relevance.MarkRow:
    """A blind mark that counts."""
    return relevance.MarkRow(
        id=id, entry=entry, prompt=prompt, attribute=f"a{number}", answer=answer, counts=True,
        again=False, act=Act.DECIDE, undoes=None, phase=Phase.BEFORE, reveals_seen=0,
        wording="w" * 64, key="y", decided_week=0, shown_at=None, decided_at=None,
        active_seconds=3.0,
        idle_seconds=0.0, study=None,
    )  # fmt: skip


def vote(id: str, pair: str, answer: str, preference: int | None) -> comparison.VoteRow:
    """A blind vote that counts."""
    return comparison.VoteRow(
        id=id, pair=pair, question=VoteQuestion.BETTER, answer=answer, attribute=None,
        preference=preference, counts=True, again=False, act=Act.DECIDE, undoes=None,
        phase=Phase.BEFORE, wording="w" * 64, key="1", decided_week=0, shown_at=None,
        decided_at=None,
        active_seconds=3.0, idle_seconds=0.0, study=None,
    )  # fmt: skip


def run(id: str, purpose: str, model: str) -> record.RunRow:
    """A run of a model."""
    return record.RunRow(
        id=id, purpose=purpose, state="done", model_sha256=model, model_name=None,
        model_parameters=135_000_000, chat_template="t" * 64, adapter_sha256=None,
        profile="flat", recipe="{}", seed=None, machine=None, started_week=0, started_at=None,
        study=None,
    )  # fmt: skip


def prompt_row(id: str, source: PromptSource) -> relevance.PromptRow:
    """A prompt without its text."""
    return relevance.PromptRow(
        id=id, source=source, name=None, text=None, text_words=8, conversation=None
    )


def write_package(
    folder: Path,
    id: str,
    rows: dict[str, list[Row]],
    *,
    level: Level = Level.LABELS,
    parquet: bool = True,
    manifest: dict[str, object] | None = None,
) -> Path:
    """What is pooled of a package, with a manifest of which some values may be other ones."""
    place = folder / f"selfaudit-{id}"
    (place / "data").mkdir(parents=True)
    says: dict[str, object] = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "id": id,
        "level": str(level),
        "made_on": "2027-01-01",
        "program_version": "0.2",
        "consent_hash": "",
        "tables": {table.name: table.version for table in TABLES},
        "rows": {name: len(some) for name, some in rows.items()},
        "empty": False,
    }
    (place / "package.json").write_text(json.dumps(says | (manifest or {})), encoding="utf-8")
    for table in TABLES:
        some = [_of_package(id, table, row) for row in rows.get(table.name, [])]
        if parquet:
            (place / parquet_file(table)).write_bytes(parquet_of(table, some))
        else:
            (place / jsonl_file(table)).write_bytes(lines_of(table, some))
    return place


def _of_package(id: str, table: Table, row: Row) -> Row:
    """A row whose ids no other package has, as is so of those that are exported."""
    ids = {
        one.name: f"{id}/{value}"
        for one in table.columns
        if isinstance(one.kind, Id | Ref | Pseudonym) and (value := getattr(row, one.name))
    }
    return msgspec.structs.replace(row, **ids)


def zipped(package: Path) -> Path:
    """The same package as a zip beside it."""
    target = package.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(package.rglob("*")):
            archive.write(path, path.relative_to(package))
    return target


def write_donors(
    folder: Path,
    count: int,
    seed: int = 0,
    population: Population | None = None,
    sizes: dict[str, int] | None = None,
) -> list[Donor]:
    """The packages of so many donors of a population."""
    population = population or Population()
    random = np.random.default_rng(seed)
    donors = []
    for number in range(count):
        donor = population.donor(random)
        rows = DonorRows(donor, population, seed * 100_003 + number, sizes).rows
        write_package(folder, f"{seed:03}{number:05}", rows)
        donors.append(donor)
    return donors
