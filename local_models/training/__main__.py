"""Teach the default model: made-up messages in, a GGUF adapter out.

    python -m selfaudit.local_models.training --base MODEL.gguf --out ADAPTER.gguf

Needs the extra `train`. The same command with the same arguments, versions and processor gives the
same adapter.
"""

import argparse
import sys
from itertools import islice
from pathlib import Path

from selfaudit.local_models.training.claims import claims
from selfaudit.local_models.training.encoding import extraction_lesson, verification_lesson
from selfaudit.local_models.training.generator import examples
from selfaudit.local_models.training.lora import Progress, Settings, load_base, save, teach

EXAMPLES, CLAIMS = 15_000, 10_000
"""How much the shipped adapter was taught from."""


def main() -> None:
    """Read the arguments, teach, and write the adapter."""
    arguments = _arguments()
    settings = Settings(
        learning_rate=arguments.rate,
        batch_tokens=arguments.batch_tokens,
        batches_a_step=arguments.batches,
        seed=arguments.seed,
    )
    base, tokenizer = load_base(arguments.base)
    taught = list(examples(settings.seed, arguments.examples))
    lessons = [extraction_lesson(example, tokenizer) for example in taught]
    claimed = islice(claims(taught, settings.seed), arguments.claims)
    lessons += [verification_lesson(claim, tokenizer) for claim in claimed]
    size = sum(len(lesson.tokens) for lesson in lessons)
    print(f"{len(lessons)} lessons, {size} tokens", flush=True)
    model = teach(base, lessons, settings, _tell)
    about = {
        "general.name": "selfaudit extraction adapter for SmolLM2 135M Instruct",
        "general.license": "Apache-2.0",
        "selfaudit.examples": str(arguments.examples),
        "selfaudit.claims": str(arguments.claims),
    }
    save(model, arguments.out, settings, about)


def _arguments() -> argparse.Namespace:
    defaults = Settings()
    parser = argparse.ArgumentParser(description="Teach the default model its one job.")
    parser.add_argument("--base", type=Path, required=True, help="the default model's GGUF file")
    parser.add_argument("--out", type=Path, required=True, help="where the adapter is written")
    parser.add_argument("--examples", type=int, default=EXAMPLES)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--rate", type=float, default=defaults.learning_rate)
    parser.add_argument("--batch-tokens", type=int, default=defaults.batch_tokens)
    parser.add_argument("--batches", type=int, default=defaults.batches_a_step)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    return parser.parse_args()


def _tell(progress: Progress) -> None:
    if progress.step % 10 == 0 or progress.step == progress.steps:
        left = progress.seconds / progress.step * (progress.steps - progress.step)
        print(
            f"{progress.step}/{progress.steps}  loss {progress.loss:.3f}  "
            f"{progress.seconds:.0f} s, {left:.0f} s left",
            file=sys.stderr,
            flush=True,
        )


if __name__ == "__main__":
    main()
