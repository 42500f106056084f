"""Budgets of minutes and their samples of conversations."""

import sqlite3
from collections.abc import Sequence

from selfaudit.core.models.budget import BatchSample, Budget, CardTime, NewBudget
from selfaudit.core.store.database import Database


class Budgets:
    """Every budget that was set. At most one is in force."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self,
        plan: NewBudget,
        seed: int,
        conversations: Sequence[str],
        size: int,
        now: float,
        *,
        is_read: bool = False,
    ) -> Budget:
        """Store a budget in the place of the one in force.

        `conversations` are all that there are, in the order of their lots; the first `size` are
        the sample.
        """
        with self._database.write():
            self.lift(now)
            budget = self._database.execute(
                "INSERT INTO budget (set_at, minutes, cards, seconds_per_card, timed_cards,"
                " judged_before, wanted_width, width, seed, frame_size, first_size, size, read_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(now, plan.minutes, plan.cards, plan.time.seconds, plan.time.measured_on),
                    *(
                        plan.judged_before,
                        plan.wanted_width,
                        plan.width,
                        seed,
                        len(conversations),
                        size,
                        size,
                    ),
                    now if is_read else None,
                ],
            )
            self._database.execute_many(
                "INSERT INTO budget_conversation VALUES (?, ?, ?)",
                ((budget, position, id) for position, id in enumerate(conversations)),
            )
        found = self.latest()
        assert found is not None
        return found

    def lift(self, now: float) -> bool:
        """Lift the budget in force; tell whether there was one."""
        with self._database.write():
            there = self.current() is not None
            self._database.execute("UPDATE budget SET lifted_at = ? WHERE lifted_at IS NULL", [now])
        return there

    def current(self) -> Budget | None:
        """The budget in force."""
        return self._last("WHERE lifted_at IS NULL")

    def latest(self) -> Budget | None:
        """The newest budget, in force or lifted."""
        return self._last("")

    def _last(self, where: str) -> Budget | None:
        row = self._database.row(f"SELECT * FROM budget {where} ORDER BY id DESC LIMIT 1")
        return _budget(row) if row is not None else None

    def order(self, budget: int) -> list[str | None]:
        """The conversations in the order of their lots; None for one that was erased."""
        return [
            row["conversation"]
            for row in self._database.rows(
                "SELECT conversation FROM budget_conversation WHERE budget = ? ORDER BY position",
                [budget],
            )
        ]

    def grow(self, budget: int, size: int) -> None:
        """Let the sample be the first `size` conversations."""
        with self._database.write():
            self._database.execute(
                "UPDATE budget SET size = ? WHERE id = ? AND read_at IS NULL", [size, budget]
            )

    def freeze(self, budget: int, now: float) -> None:
        """Record that the sample is read and grows no more. The first time counts."""
        with self._database.write():
            self._database.execute(
                "UPDATE budget SET read_at = ? WHERE id = ? AND read_at IS NULL", [now, budget]
            )

    def evidence(self, budget: Budget) -> dict[int, list[int]]:
        """The attributes that rest on words of the sample, each with its evidence in it.

        Erased attributes are left out.
        """
        found: dict[int, list[int]] = {}
        for row in self._database.rows(
            "SELECT DISTINCT link.attribute, candidate.id FROM budget_conversation AS drawn"
            " JOIN message ON message.conversation = drawn.conversation"
            " JOIN candidate ON candidate.message = message.id"
            " JOIN link ON link.candidate = candidate.id"
            " WHERE drawn.budget = ? AND drawn.position < ? AND link.attribute IN"
            " (SELECT attribute FROM revision WHERE statement IS NOT NULL)"
            " ORDER BY candidate.id",
            [budget.id, budget.size],
        ):
            found.setdefault(row["attribute"], []).append(row["id"])
        return found

    def note_batch(self, batch: int, budget: Budget) -> None:
        """Record which sample the frame of a batch comes from."""
        with self._database.write():
            self._database.execute(
                "INSERT INTO batch_sample VALUES (?, ?, ?, ?)",
                [batch, budget.id, budget.size, budget.frame_size],
            )

    def of_batch(self, batch: int) -> BatchSample | None:
        """The sample that the frame of a batch comes from; None where there was none."""
        row = self._database.row(
            "SELECT conversations, of_conversations FROM batch_sample WHERE batch = ?", [batch]
        )
        return BatchSample(row["conversations"], row["of_conversations"]) if row else None


def _budget(row: sqlite3.Row) -> Budget:
    time = CardTime(row["seconds_per_card"], row["timed_cards"])
    return Budget(
        row["id"],
        row["set_at"],
        NewBudget(
            row["minutes"],
            row["cards"],
            time,
            row["width"],
            row["wanted_width"],
            row["judged_before"],
        ),
        row["seed"],
        row["frame_size"],
        row["first_size"],
        row["size"],
        row["read_at"],
    )
