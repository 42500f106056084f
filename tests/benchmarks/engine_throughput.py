"""How many tokens a second the engine writes, beside a plain loop and beside what could be.

    python tests/benchmarks/engine_throughput.py MODEL.gguf [--windows N] [--tokens N] [--runs N]
        [--sequences N ...] [--threads N] [--gpu-layers N] [--grammar no|yes|both]
        [--chat] [--no-loop]

The same model, the same windows, one process, in turns; medians of `--runs`. Windows are short
messages behind one shared instruction, each answered with `--tokens` tokens, if the model does not
end before: nothing else stops it. Rows:

- *engine*: this program's engine with so many texts at once, with and without a grammar;
- *loop*: `Llama.create_completion` (with --chat: `create_chat_completion`), one window after the
  other, which keeps the shared beginning in its cache by itself;
- *ceiling*: the bindings alone at the same sizes of batch: the same prompts evaluated and as many
  tokens, in full batches, without choosing any of them.

A share of the ceiling is that of the time: what the ceiling took by what the
engine took. Counted besides, as they do not depend on what else the machine does: batches, and
tokens evaluated. No time is asserted.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from selfaudit.core.models.run import Sampling
from selfaudit.core.ports import Finished, GenerateRequest, Priority
from selfaudit.local_models.contexts import Run
from selfaudit.local_models.engine import Engine
from selfaudit.local_models.lane import Lane
from selfaudit.local_models.machine import physical_cores
from selfaudit.local_models.native import NativeLog
from selfaudit.local_models.protocol import Load

PREFIX = """\
Write what a message says of the person who wrote it, one fact a line, or "- none".

Message: im a nurse and i live in oslo with my two cats
Facts:
- The user is a nurse.
- The user lives in Oslo.
- The user has two cats.

Message: how do i sort a list in python
Facts:
- none

"""
GRAMMAR = 'root ::= ("- " [^\\n]+ "\\n")+'
SUBJECTS = "my sister,our dog,the garden,a new job,the night shift,my knee,the choir".split(",")
MESSAGES = (
    "i have to tell you about {}, it has been a strange week and i cannot sleep",
    "can you help me write a short note about {}",
    "since we moved to the coast {} is all i think of. what would you do",
    "{}: what are the first three steps",
)


@dataclass(frozen=True, slots=True)
class Took:
    """One way through all windows: seconds, tokens written, and what was counted on the way."""

    seconds: float
    written: int
    batches: int = 0
    evaluated: int = 0


class Size:
    """The engine with room for so many texts at once; counts batches and the tokens in them."""

    def __init__(self, engine: Engine, load: Load) -> None:
        self.engine = engine
        self.load = load
        self.lane = Lane(engine._weights, load, engine.context)
        self.context = self.lane._context
        self.batches = self.evaluated = 0
        # Counted where they are evaluated, so that the engine measured is the one that is shipped.
        self._evaluate = self.context.evaluate
        self.context.evaluate = self.evaluate  # type: ignore[method-assign]

    def evaluate(self, runs: Sequence[Run]) -> int:
        self.batches += 1
        self.evaluated += sum(len(run.tokens) for run in runs)
        return self._evaluate(runs)

    def took(self, work: Callable[[], int]) -> Took:
        """Time some work from an empty cache, which returns how many tokens it wrote."""
        self.engine._plain = self.lane
        self.lane.forget()
        self.batches = self.evaluated = 0
        begun = time.perf_counter()
        written = work()
        return Took(time.perf_counter() - begun, written, self.batches, self.evaluated)

    def answer(self, asked: list[GenerateRequest]) -> dict[str, int]:
        """Answer requests; how many tokens each was answered with."""
        for request in asked:
            self.engine.add(request, Priority.BACKGROUND, lambda _text: None)
        written: dict[str, int] = {}
        while self.engine.busy:
            for event in self.engine.step():
                assert isinstance(event, Finished), event
                written[event.id] = event.output_tokens
        return written


def windows(count: int) -> list[str]:
    """So many messages, no two alike."""
    texts = []
    for number in range(count):
        message = MESSAGES[number % len(MESSAGES)].format(SUBJECTS[number % len(SUBJECTS)])
        texts.append(f"Message: {number}. {message}\nFacts:\n")
    return texts


def requests(texts: list[str], tokens: int, grammar: str | None) -> list[GenerateRequest]:
    sampling = Sampling(temperature=0.0, max_tokens=tokens, repeat_penalty=1.0, top_p=1.0)
    return [
        GenerateRequest(str(n), PREFIX, text, sampling, n, grammar) for n, text in enumerate(texts)
    ]


def engine_way(size: Size, asked: list[GenerateRequest]) -> Took:
    """The engine."""
    return size.took(lambda: sum(size.answer(asked).values()))


def loop_way(load: Load, asked: list[GenerateRequest], chat: bool) -> Callable[[], Took]:
    """The high-level interface, one window after the other."""
    from llama_cpp import Llama, LlamaGrammar

    model = Llama(
        load.path,
        n_ctx=load.context,
        n_batch=load.batch,
        n_ubatch=load.batch,
        n_threads=load.threads,
        n_threads_batch=load.threads,
        n_gpu_layers=load.gpu_layers,
        verbose=False,
    )

    def run() -> Took:
        model.reset()
        begun, written = time.perf_counter(), 0
        for request in asked:
            most = request.sampling.max_tokens
            options = {"temperature": 0.0, "max_tokens": most}
            if request.grammar:
                options["grammar"] = LlamaGrammar.from_string(request.grammar, verbose=False)
            if chat:
                messages = [
                    {"role": "system", "content": request.prefix},
                    {"role": "user", "content": request.prompt},
                ]
                answer = model.create_chat_completion(messages, **options)  # type: ignore[arg-type]
            else:
                answer = model.create_completion(request.prefix + request.prompt, **options)
            written += answer["usage"]["completion_tokens"]  # type: ignore[index]
        return Took(time.perf_counter() - begun, written)

    return run


def ceiling_way(size: Size, asked: list[GenerateRequest], written: dict[str, int]) -> Took:
    """The bindings: the prompts in full batches, then so many tokens of each, whatever they are.

    Texts of like length are written together, so that the batches are as full as can be.
    """
    at_once, most, context = size.load.sequences, size.load.batch, size.context
    asked = sorted(asked, key=lambda request: -written[request.id])
    prompts = [size.engine._prompter.prompt(request).tokens for request in asked]
    shared = size.engine._prompter.prompt(asked[0]).shared
    trunk = at_once

    def prefill(rows: list[tuple[int, int, list[int]]]) -> None:
        """Tokens of several places one behind the other, cut into full batches."""
        batch: list[Run] = []
        left = most
        for place, begin, tokens in rows:
            while tokens:
                part, tokens = tokens[:left], tokens[left:]
                batch.append(Run(place, begin, part, not tokens))
                begin, left = begin + len(part), left - len(part)
                if not left:
                    assert context.evaluate(batch) == 0
                    batch, left = [], most
        if batch:
            assert context.evaluate(batch) == 0

    def work() -> int:
        prefill([(trunk, 0, prompts[0][:shared])])
        for first in range(0, len(prompts), at_once):
            group = prompts[first : first + at_once]
            lengths = [written[request.id] for request in asked[first : first + at_once]]
            for place in range(len(group)):
                context.empty(place)
                context.copy(trunk, place)
            prefill([(place, shared, tokens[shared:]) for place, tokens in enumerate(group)])
            # The first token of each came with its prompt.
            for step in range(lengths[0] - 1):
                runs = [
                    Run(place, len(group[place]) + step, [100], True)
                    for place, length in enumerate(lengths)
                    if step < length - 1
                ]
                assert context.evaluate(runs) == 0
        return sum(written.values())

    return size.took(work)


def medians(ways: dict[str, Callable[[], Took]], runs: int) -> dict[str, Took]:
    """Each way `runs` times, in turns; the one with the median of the seconds."""
    took: dict[str, list[Took]] = {name: [] for name in ways}
    for _ in range(runs):
        for name, way in ways.items():
            took[name].append(way())
    found = {}
    for name, several in took.items():
        middle = median(one.seconds for one in several)
        found[name] = min(several, key=lambda one: abs(one.seconds - middle))
    return found


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--windows", type=int, default=64)
    parser.add_argument("--tokens", type=int, default=48)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sequences", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32])
    parser.add_argument("--threads", type=int, default=physical_cores())
    parser.add_argument("--context", type=int, default=2048)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--cells", type=int, default=4096)
    parser.add_argument("--grammar", choices=("no", "yes", "both"), default="both")
    parser.add_argument("--gpu-layers", type=int, default=0, help="-1: all")
    parser.add_argument("--chat", action="store_true")
    parser.add_argument("--no-loop", action="store_true")
    options = parser.parse_args()
    NativeLog().seal()
    texts = windows(options.windows)
    loads = [
        Load(
            str(options.model),
            *(options.context, options.threads, options.batch, options.gpu_layers),
            sequences=count,
            cells=options.cells,
        )
        for count in options.sequences
    ]
    engine = Engine(loads[0])
    sizes = [Size(engine, load) for load in loads]
    print(f"{options.model.name}, {options.threads} threads, {len(texts)} windows")
    print("way            grammar  tok/s  of ceiling  windows/min  written  batches  evaluated")
    grammars = {"no": (None,), "yes": (GRAMMAR,), "both": (None, GRAMMAR)}
    for grammar in grammars[options.grammar]:
        asked = requests(texts, options.tokens, grammar)
        ways: dict[str, Callable[[], Took]] = {}
        for size in sizes:
            engine._plain = size.lane
            written = size.answer(asked)
            count = size.load.sequences
            ways[f"ceiling {count}"] = partial(ceiling_way, size, asked, written)
            ways[f"engine {count}"] = partial(engine_way, size, asked)
        if not options.no_loop:
            ways["loop"] = loop_way(loads[0], asked, options.chat)
        took = medians(ways, options.runs)
        for name, one in took.items():
            kind, _, number = name.partition(" ")
            ceiling = took.get(f"ceiling {number}")
            share = f"{ceiling.seconds / one.seconds:.0%}" if ceiling and kind == "engine" else ""
            print(
                f"{name:14} {'yes' if grammar else 'no':7} {one.written / one.seconds:6.1f}"
                f"{share:>12}{60 * len(texts) / one.seconds:13.0f}{one.written:9}"
                f"{one.batches or '':9}{one.evaluated or '':11}",
                flush=True,
            )


if __name__ == "__main__":
    main()
