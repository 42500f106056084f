"""Blocks of stages two and three, and their reveals; of what is asked again, too."""

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.block import FIRST, Block, Stage
from selfaudit.core.store.database import Database


class Blocks:
    """Every block, in the order in which they were begun."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, stage: Stage, seed: int, now: float) -> Block:
        """Begin a sealed block."""
        with self._database.write():
            id = self._database.execute(
                "INSERT INTO block (stage, seed, begun_at) VALUES (?, ?, ?)", [stage, seed, now]
            )
        return self.get(id)

    def reveal(self, block: int, now: float) -> None:
        """Record that a block was revealed. The first time counts."""
        with self._database.write():
            self._database.execute("INSERT OR IGNORE INTO reveal VALUES (?, ?)", [block, now])

    def reveals(self) -> int:
        """How many blocks of either stage were revealed; what is asked again reveals nothing."""
        return sum(not block.is_sealed for stage in FIRST for block in self.all(stage))

    def get(self, id: int) -> Block:
        """One block. Raises UnknownIdError."""
        for stage in Stage:
            for block in self.all(stage):
                if block.id == id:
                    return block
        raise UnknownIdError(f"No block has the id {id}.")

    def all(self, stage: Stage) -> list[Block]:
        """The blocks of a stage, oldest first."""
        rows = self._database.rows(
            "SELECT block.*, revealed_at FROM block LEFT JOIN reveal ON reveal.block = block.id"
            " WHERE stage = ? ORDER BY block.id",
            [stage],
        )
        return [
            Block(
                row["id"],
                Stage(row["stage"]),
                number,
                row["seed"],
                row["begun_at"],
                row["revealed_at"],
            )
            for number, row in enumerate(rows, 1)
        ]

    def latest(self, stage: Stage) -> Block | None:
        """The newest block of a stage, if there is one."""
        blocks = self.all(stage)
        return blocks[-1] if blocks else None
