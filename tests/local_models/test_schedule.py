"""The plans of batches, carried out on a cache that only counts."""

from collections.abc import Callable
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.ports import Priority
from selfaudit.local_models.schedule import Schedule
from selfaudit.local_models.sequences import HEADROOM, SHORTEST_TRUNK, Plan, Sequence

INTERACTIVE, FOLLOW_UP, BACKGROUND = Priority.INTERACTIVE, Priority.FOLLOW_UP, Priority.BACKGROUND


@dataclass
class Cache:
    """Carries out plans: which tokens each place holds, and in how many cells.

    A cell is a token with those before it in the same evaluation: copies share theirs.
    """

    cells: int
    batch: int
    held: dict[int, list[tuple[int, object]]] = field(default_factory=dict)
    evaluated: int = 0

    def carry_out(self, plan: Plan) -> list[Sequence]:
        """Do what a plan says; the texts of which something is to be chosen."""
        for place in plan.emptied:
            self.held.pop(place, None)
        for source, target in plan.copied:
            assert target not in self.held
            self.held[target] = list(self.held[source])
        tokens = 0
        for piece in plan.pieces:
            assert piece.sequence.place is not None
            cells = self.held.setdefault(piece.sequence.place, [])
            assert len(cells) == piece.begin < piece.end
            cells += [(token, object()) for token in piece.sequence.tokens[piece.begin : piece.end]]
            assert [token for token, _ in cells] == piece.sequence.tokens[: piece.end]
            tokens += piece.end - piece.begin
        assert tokens <= self.batch
        assert len({id(cell) for held in self.held.values() for _, cell in held}) <= self.cells
        self.evaluated += tokens
        return [piece.owner for piece in plan.pieces if piece.ends]


def text(
    prompt: SequenceOf[int], writes: int = 0, shared: int = 0, priority: Priority = BACKGROUND
) -> Sequence:
    return Sequence(list(prompt), shared, len(prompt) + writes, priority)


def run(
    schedule: Schedule,
    cache: Cache,
    texts: list[Sequence],
    arrivals: list[int] | None = None,
    watch: Callable[[Plan], None] = lambda _plan: None,
) -> list[Sequence]:
    """Work until every text is as long as it may become; the texts in the order they ended."""
    waiting = sorted(zip(arrivals or [0] * len(texts), range(len(texts)), strict=True))
    ended: list[Sequence] = []
    step = 0
    while len(ended) < len(texts):
        while waiting and waiting[0][0] <= step:
            schedule.add(texts[waiting.pop(0)[1]])
        plan = schedule.plan()
        watch(plan)
        assert plan.pieces or schedule.urgency is None
        due = cache.carry_out(plan)
        if plan.pieces:
            schedule.done(plan, 1.0)
        for one in due:
            if len(one.tokens) == one.most:
                schedule.remove(one)
                ended.append(one)
            else:
                one.tokens.append(1000 + len(one.tokens))
        step += 1
        assert step < 10_000
    assert schedule.urgency is None
    return ended


@st.composite
def workloads(draw: st.DrawFn) -> tuple[int, int, int, list[Sequence], list[int]]:
    """Batch, texts at once, cells; and texts of which some begin alike, with when they come."""
    cells = draw(st.integers(40, 160))
    beginnings = [list(range(n * 100, n * 100 + size)) for n, size in enumerate((0, 5, 20, 30))]
    texts = []
    for _ in range(draw(st.integers(1, 12))):
        beginning = draw(st.sampled_from(beginnings))
        rest = draw(st.lists(st.integers(0, 3), min_size=1, max_size=cells - len(beginning)))
        room = cells - len(beginning) - len(rest)
        writes = draw(st.integers(0, room))
        priority = draw(st.sampled_from(list(Priority)))
        texts.append(text(beginning + rest, writes, len(beginning), priority))
    arrivals = draw(st.lists(st.integers(0, 60), min_size=len(texts), max_size=len(texts)))
    return draw(st.integers(1, 40)), draw(st.integers(1, 6)), cells, texts, arrivals


@given(workloads())
def test_every_text_is_evaluated_whole_whatever_comes_when(
    workload: tuple[int, int, int, list[Sequence], list[int]],
) -> None:
    """In batches and a cache of any size; the cache checks each token and its place."""
    batch, sequences, cells, texts, arrivals = workload
    prompts = [list(one.tokens) for one in texts]
    schedule = Schedule(batch=batch, sequences=sequences, places=2 * sequences, cells=cells)
    cache = Cache(cells, batch)
    steps = 0

    def watch(plan: Plan) -> None:
        nonlocal steps
        steps += bool(plan.pieces)
        urgency = schedule.urgency
        for piece in plan.pieces:
            assert urgency is not None
            assert not urgency.interrupts(piece.owner.priority)
        writing = {id(piece.sequence) for piece in plan.pieces if piece.sequence is piece.owner}
        assert len(writing) <= sequences

    ended = run(schedule, cache, texts, arrivals, watch)
    assert set(map(id, ended)) == set(map(id, texts))
    for one, prompt in zip(texts, prompts, strict=True):
        assert one.tokens[: len(prompt)] == prompt
        assert len(one.tokens) == one.most
        assert one.place is None
    assert sum(one.seconds for one in texts) == pytest.approx(steps)


def test_what_is_shared_is_evaluated_once() -> None:
    beginning = list(range(100))
    texts = [text([*beginning, 200 + n, n], 3, 100) for n in range(8)]
    schedule = Schedule(batch=32, sequences=8, places=16, cells=4 * 256)
    cache = Cache(1024, 32)
    run(schedule, cache, texts)
    assert cache.evaluated == 100 + 8 * (2 + 3)
    assert [one.spent for one in texts] == [102] + [2] * 7
    # It is kept for those that come later.
    later = text([*beginning, 7], 0, 100)
    run(schedule, cache, [later])
    assert later.spent == 1


def test_a_beginning_that_is_short_or_everything_there_is() -> None:
    short = text(range(SHORTEST_TRUNK), 0, SHORTEST_TRUNK - 1)
    whole = text(range(40), 0, 40)
    assert short.beginning == ()
    assert whole.beginning == tuple(range(39))


def test_many_are_written_in_one_batch_and_a_place_is_given_on_at_once() -> None:
    """The prompt of the next is evaluated in the same batches as what the others write."""
    texts = [text([n] * 10, 1 if n == 0 else 30) for n in range(5)]
    schedule = Schedule(batch=40, sequences=4, places=8, cells=1024)
    sizes: list[list[int]] = []

    def watch(plan: Plan) -> None:
        sizes.append([piece.end - piece.begin for piece in plan.pieces])

    run(schedule, Cache(1024, 40), texts, watch=watch)
    # The first text ends with the second batch; the fifth comes in with the third.
    assert sizes[:4] == [[10] * 4, [1] * 4, [1] * 3 + [10], [1] * 4]


def test_scores_that_share_all_but_their_ends_fill_batches() -> None:
    beginning = list(range(50))
    texts = [text([*beginning, n, n, n, n], 0, 50) for n in range(16)]
    schedule = Schedule(batch=64, sequences=32, places=64, cells=1024)
    batches: list[int] = []

    def watch(plan: Plan) -> None:
        batches.append(sum(piece.ends for piece in plan.pieces))

    run(schedule, Cache(1024, 64), texts, watch=watch)
    assert batches == [0, 16]


def test_what_is_urgent_goes_alone_and_the_rest_waits_in_its_cells() -> None:
    slow = [text([n] * 10, 20) for n in range(4)]
    quick = text([9] * 6, 3, priority=INTERACTIVE)
    schedule = Schedule(batch=64, sequences=4, places=8, cells=1024)
    cache = Cache(1024, 64)
    owners: list[set[int]] = []

    def watch(plan: Plan) -> None:
        owners.append({id(piece.owner) for piece in plan.pieces})

    ended = run(schedule, cache, [*slow, quick], [0, 0, 0, 0, 5], watch)
    assert ended[0] is quick
    assert owners[5:9] == [{id(quick)}] * 4
    # Nothing was evaluated twice.
    assert cache.evaluated == 4 * 30 + 9
    assert [one.spent for one in slow] == [10] * 4


def test_where_cells_are_short_what_is_urgent_gets_them_and_nothing_is_lost() -> None:
    slow = [text([n] * 20, 10) for n in range(3)]
    quick = text([9] * 50, 3, priority=INTERACTIVE)
    schedule = Schedule(batch=64, sequences=4, places=8, cells=100)
    cache = Cache(100, 64)
    ended = run(schedule, cache, [*slow, quick], [0, 0, 0, 5])
    assert ended[0] is quick
    # Those that came last were put out, and evaluated anew with the 4 tokens that each had written.
    assert cache.evaluated == 3 * 30 + 53 + 2 * 24
    assert [one.spent for one in slow] == [20, 40, 40]


def test_texts_that_outgrow_the_cache_take_turns() -> None:
    texts = [text([n] * 10, HEADROOM + 100) for n in range(3)]
    schedule = Schedule(batch=64, sequences=4, places=8, cells=3 * (10 + HEADROOM))
    ended = run(schedule, Cache(3 * (10 + HEADROOM), 64), texts)
    assert [texts.index(one) for one in ended] == [0, 1, 2]


def test_follow_ups_go_first_and_break_nothing_off() -> None:
    running = [text([n] * 10, 20) for n in range(2)]
    waits, follows = text([3] * 10, 2), text([4] * 10, 0, priority=FOLLOW_UP)
    schedule = Schedule(batch=64, sequences=3, places=6, cells=1024)
    ended = run(schedule, Cache(1024, 64), [*running, waits, follows], [0, 0, 3, 3])
    assert [ended.index(one) for one in (follows, waits, *running)] == [0, 1, 2, 3]


def test_a_text_that_is_taken_out_frees_its_place_and_cells() -> None:
    first, second = text([1] * 60, 0), text([2] * 60, 0)
    schedule = Schedule(batch=32, sequences=1, places=2, cells=64)
    cache = Cache(64, 32)
    schedule.add(first)
    schedule.add(second)
    plan = schedule.plan()
    cache.carry_out(plan)
    schedule.done(plan, 1.0)
    assert schedule.taken == 60
    schedule.remove(first)
    assert schedule.taken == 0
    assert [piece.owner for piece in schedule.plan().pieces] == [second]


def test_after_everything_is_forgotten_it_is_evaluated_anew() -> None:
    texts = [text([*range(30), n], 5, 30) for n in range(3)]
    schedule = Schedule(batch=64, sequences=3, places=6, cells=1024)
    cache = Cache(1024, 64)
    for one in texts:
        schedule.add(one)
    for _ in range(3):
        plan = schedule.plan()
        for one in cache.carry_out(plan):
            one.tokens.append(0)
        schedule.done(plan, 1.0)
    schedule.forget()
    assert schedule.taken == 0
    cache.held.clear()
    for _ in range(2):
        plan = schedule.plan()
        cache.carry_out(plan)
        schedule.done(plan, 1.0)
    assert [one.evaluated for one in texts] == [len(one.tokens) for one in texts]
