"""What the next batch evaluates: many texts at once, each in a place of its own in the cache.

Nothing here calls llama.cpp: a Schedule is told what there is to evaluate, and says what is next.

A text is tokens, of which the first `evaluated` are in the cache. Texts that begin alike share a
*trunk*: that beginning, evaluated once, kept while there is room, and copied (llama.cpp only notes
that the same cells belong to one more sequence). A text that is written gains a token after each
batch, until its owner removes it; its place is then given to the next at once.

The more urgent goes first, and then who came first. What something urgent breaks off waits in its
cells. Only where those are needed is it put out of the cache: its tokens are kept and evaluated
anew later, so that nothing that it wrote is lost.
"""

from dataclasses import dataclass, field
from itertools import count

from selfaudit.core.ports import Priority
from selfaudit.local_models.sequences import Piece, Plan, Sequence


@dataclass(slots=True)
class _Draft:
    """A plan that is being made, with room for `left` more tokens.

    `wanted` are the trunks that it builds on: they are not to be put out meanwhile.
    """

    urgency: Priority
    left: int
    copied: list[tuple[int, int]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    wanted: set[tuple[int, ...]] = field(default_factory=set)

    def take(self, sequence: Sequence, owner: Sequence) -> None:
        """Evaluate what a sequence lacks, or as much of it as there is room for."""
        begin = sequence.evaluated
        end = min(len(sequence.tokens), begin + self.left)
        if begin < end:
            ends = sequence is owner and end == len(sequence.tokens)
            self.pieces.append(Piece(sequence, begin, end, owner, ends))
            self.left -= end - begin


class Schedule:
    """The texts that wait, and those in the cache.

    At most `batch` tokens are evaluated and `sequences` texts written at once, in `places` (at
    least twice as many) of a cache of `cells` tokens, which no text may come to exceed.
    """

    def __init__(self, *, batch: int, sequences: int, places: int, cells: int) -> None:
        self._batch = batch
        self._sequences = min(sequences, batch)
        self._cells = cells
        self._free = list(reversed(range(places)))
        self._emptied: list[int] = []
        self._texts: list[Sequence] = []
        self._trunks: dict[tuple[int, ...], Sequence] = {}
        self._order = count()

    @property
    def urgency(self) -> Priority | None:
        """The priority of the most urgent text; None when there is none."""
        return min((text.priority for text in self._texts), default=None)

    @property
    def taken(self) -> int:
        """Cells that texts and trunks have or were promised."""
        return sum(one.cells for one in (*self._inside(), *self._trunks.values()))

    def add(self, text: Sequence) -> None:
        """Queue a text behind those of its priority."""
        text.order = next(self._order)
        self._texts.append(text)

    def remove(self, text: Sequence) -> None:
        """Take out a text that is complete, or not wanted any more."""
        self._texts.remove(text)
        self._put_out(text)

    def forget(self) -> None:
        """Put everything out of the cache: every text that is left is evaluated anew."""
        for one in (*self._inside(), *self._trunks.values()):
            self._put_out(one)

    def plan(self) -> Plan:
        """What to do next; there are pieces if there are texts.

        First a token for each text that is written, then the prompts that were begun, and then
        those that wait, as long as there is room for them. `done` is to be told when it is done.
        """
        urgency = self.urgency
        if urgency is None:
            return Plan(self._to_empty(), [], [])
        draft = _Draft(urgency, self._batch)
        texts = (text for text in self._texts if not urgency.interrupts(text.priority))
        turn = sorted(texts, key=lambda text: text.rank)
        self._shrink(draft, turn)
        inside = [text for text in turn if text.place is not None]
        for text in sorted(inside, key=lambda text: len(text.tokens) - text.evaluated > 1):
            draft.take(text, text)
        self._refill(draft, turn, len(inside))
        return Plan(self._to_empty(), draft.copied, draft.pieces)

    def done(self, plan: Plan, seconds: float) -> None:
        """Note that a plan was carried out, and how long that took."""
        tokens = sum(piece.end - piece.begin for piece in plan.pieces)
        for piece in plan.pieces:
            owner = piece.owner
            piece.sequence.evaluated = piece.end
            owner.spent += max(0, min(piece.end, owner.prompt) - piece.begin)
            owner.seconds += seconds * (piece.end - piece.begin) / tokens

    def _refill(self, draft: _Draft, turn: list[Sequence], running: int) -> None:
        """Begin with texts that wait, in turn; the first that there is no room for ends it."""
        for text in turn:
            if not draft.left or running >= self._sequences:
                return
            if text.place is not None:
                continue
            trunk = self._trunk(text, draft) if text.beginning else None
            if text.beginning and trunk is None:
                return
            if trunk is not None and trunk.evaluated < len(trunk.tokens):
                if text.beginning not in draft.wanted:
                    draft.take(trunk, text)
                draft.wanted.add(text.beginning)
                continue
            draft.wanted.add(text.beginning)
            if not self._let_in(text, draft):
                return
            if trunk is not None:
                assert trunk.place is not None
                assert text.place is not None
                draft.copied.append((trunk.place, text.place))
                text.evaluated = len(text.beginning)
            draft.take(text, text)
            running += 1

    def _trunk(self, text: Sequence, draft: _Draft) -> Sequence | None:
        """The text's trunk, now the last used one; None where there is no room for both."""
        trunk = self._trunks.pop(text.beginning, None)
        if trunk is None:
            if not self._clear(text.promise, draft):
                return None
            size = len(text.beginning)
            trunk = Sequence(list(text.beginning), 0, size, text.priority, self._free.pop())
        self._trunks[text.beginning] = trunk
        return trunk

    def _let_in(self, text: Sequence, draft: _Draft) -> bool:
        """Give a text a place, if there is one and cells enough."""
        promised = text.promise
        if not self._clear(promised - len(text.beginning), draft):
            return False
        text.promised = promised
        text.place = self._free.pop()
        return True

    def _clear(self, cells: int, draft: _Draft) -> bool:
        """Make room for so many cells in a new place; where that cannot be, change nothing."""
        going = self._dispensable(draft)
        most = self._cells - self.taken + sum(one.cells for one in going)
        if most < cells or not (self._free or going):
            return False
        while self._cells - self.taken < cells or not self._free:
            self._put_out(going.pop(0))
        return True

    def _shrink(self, draft: _Draft, turn: list[Sequence]) -> None:
        """Put out what came last when the texts have become longer than the cache."""
        while self.taken > self._cells:
            inside = [text for text in turn if text.place is not None]
            self._put_out([*self._dispensable(draft), *reversed(inside)][0])

    def _dispensable(self, draft: _Draft) -> list[Sequence]:
        """What may be put out, in this order: idle trunks, texts that are broken off, their trunks.

        The trunk that was not used for longest goes first, and the text that came last.
        """
        inside = sorted(self._inside(), key=lambda text: text.rank, reverse=True)
        waiting = [text for text in inside if draft.urgency.interrupts(text.priority)]
        used = {text.beginning for text in inside}
        kept = draft.wanted | {text.beginning for text in inside if text not in waiting}
        trunks = self._trunks.items()
        return [
            *(trunk for beginning, trunk in trunks if beginning not in used | kept),
            *waiting,
            *(trunk for beginning, trunk in trunks if beginning in used - kept),
        ]

    def _put_out(self, one: Sequence) -> None:
        """Free the place of a text or trunk, if it has one."""
        if self._trunks.get(beginning := tuple(one.tokens)) is one:
            del self._trunks[beginning]
        if one.place is not None:
            self._free.append(one.place)
            self._emptied.append(one.place)
            one.place, one.evaluated = None, 0

    def _inside(self) -> list[Sequence]:
        return [text for text in self._texts if text.place is not None]

    def _to_empty(self) -> list[int]:
        emptied, self._emptied = self._emptied, []
        return emptied
