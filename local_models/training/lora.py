"""Teaches a base model by LoRA (Hu et al. 2021, arXiv:2106.09685): only the adapter learns."""

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch.nn.functional import cross_entropy
from transformers import AutoModelForCausalLM, AutoTokenizer

from selfaudit.local_models.training.adapter_file import ADAPTED, Pair, write_adapter
from selfaudit.local_models.training.encoding import Lesson, Tokenizer


@dataclass(frozen=True, slots=True)
class Settings:
    """How it is taught. The shipped adapter differs in `batch_tokens` (2048) and `batches_a_step`
    (1) alone, which a graphics processor prefers: the steps are as large."""

    rank: int = 16
    alpha: int = 32
    learning_rate: float = 1e-3
    warm_up: float = 0.03
    """Share of the steps in which the rate rises to the full one; then it falls as a cosine."""
    batch_tokens: int = 1024
    """Tokens of a batch, padding included."""
    batches_a_step: int = 2
    """Batches whose gradients are averaged; each is computed by a thread of its own, as operations
    of this size gain little from threads within."""
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Where teaching stands. `loss` is the weighted mean over the tokens of recent steps."""

    step: int
    steps: int
    loss: float
    seconds: float


def load_base(path: Path) -> tuple[torch.nn.Module, Tokenizer]:
    """The base model of a GGUF file, its weights made plain numbers, and its tokenizer."""
    folder, name = str(path.parent), path.name
    tokenizer = AutoTokenizer.from_pretrained(folder, gguf_file=name)
    model = AutoModelForCausalLM.from_pretrained(folder, gguf_file=name, dtype=torch.float32)
    return model, tokenizer


def teach(
    base: torch.nn.Module,
    lessons: Sequence[Lesson],
    settings: Settings,
    on_progress: Callable[[Progress], None],
) -> PeftModel:
    """One pass over the lessons, in batches of like length. Deterministic given the settings.

    The base is held in bfloat16, which halves the time; the adapter and the loss are in float32.
    """
    torch.manual_seed(settings.seed)
    torch.use_deterministic_algorithms(True, warn_only=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    base = base.to(device=device, dtype=torch.bfloat16)
    config = LoraConfig(
        r=settings.rank, lora_alpha=settings.alpha, lora_dropout=0.0, target_modules=list(ADAPTED)
    )
    model = get_peft_model(base, config)
    learned = [p for p in model.parameters() if p.requires_grad]
    for parameter in learned:
        parameter.data = parameter.data.float()
    optimizer = torch.optim.AdamW(learned, lr=settings.learning_rate, weight_decay=0.0)
    batches = list(_batches(lessons, settings))
    steps = [
        batches[at : at + settings.batches_a_step]
        for at in range(0, len(batches), settings.batches_a_step)
    ]
    begun, recent = time.monotonic(), 0.0
    with ThreadPoolExecutor(settings.batches_a_step, initializer=_one_thread) as workers:
        for step, together in enumerate(steps, start=1):
            for group in optimizer.param_groups:
                group["lr"] = settings.learning_rate * _share_of_rate(step, len(steps), settings)
            tasks = [workers.submit(_gradients, model, learned, b, device) for b in together]
            results = [task.result() for task in tasks]
            for at, parameter in enumerate(learned):
                parameter.grad = sum(gradients[at] for _, gradients in results) / len(results)
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            loss = sum(loss for loss, _ in results) / len(results)
            recent = loss if step == 1 else 0.95 * recent + 0.05 * loss
            on_progress(Progress(step, len(steps), recent, time.monotonic() - begun))
    return model


def save(model: PeftModel, path: Path, settings: Settings, about: dict[str, str]) -> None:
    """Write what was learned as a GGUF adapter."""
    pairs: dict[tuple[int, str], Pair] = {}
    for name, module in model.named_modules():
        if not hasattr(module, "lora_A") or "layers." not in name:
            continue
        block, layer = name.split("layers.")[1].split(".", 1)
        a, b = module.lora_A["default"].weight, module.lora_B["default"].weight
        pairs[int(block), layer] = Pair(*(m.detach().float().cpu().numpy() for m in (a, b)))
    config = model.get_base_model().config
    write_adapter(
        path,
        pairs,
        alpha=settings.alpha,
        heads=config.num_attention_heads,
        key_heads=config.num_key_value_heads,
        about=about | {f"selfaudit.{key}": str(value) for key, value in asdict(settings).items()},
    )


def _one_thread() -> None:
    torch.set_num_threads(1)


def _gradients(
    model: PeftModel, learned: list[torch.nn.Parameter], batch: Sequence[Lesson], device: str
) -> tuple[float, tuple[torch.Tensor, ...]]:
    with torch.autocast(device, dtype=torch.bfloat16):
        loss = _loss(model, batch, device)
    return loss.item(), torch.autograd.grad(loss, learned)


def _share_of_rate(step: int, steps: int, settings: Settings) -> float:
    warm = max(1, round(steps * settings.warm_up))
    if step <= warm:
        return step / warm
    return 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def _batches(lessons: Sequence[Lesson], settings: Settings) -> Iterator[list[Lesson]]:
    """Lessons of like length together, the batches in a drawn order."""
    drawn = random.Random(settings.seed)  # noqa: S311 - no secret
    order = sorted(lessons, key=lambda lesson: (len(lesson.tokens), drawn.random()))
    batches: list[list[Lesson]] = [[]]
    for lesson in order:
        if batches[-1] and len(lesson.tokens) * (len(batches[-1]) + 1) > settings.batch_tokens:
            batches.append([])
        batches[-1].append(lesson)
    drawn.shuffle(batches)
    yield from batches


def _loss(model: PeftModel, batch: Sequence[Lesson], device: str) -> torch.Tensor:
    """Weighted mean cross entropy of the tokens that have a weight."""
    longest = max(len(lesson.tokens) for lesson in batch)
    tokens = torch.zeros((len(batch), longest), dtype=torch.long)
    weights = torch.zeros((len(batch), longest))
    for row, lesson in enumerate(batch):
        tokens[row, : len(lesson.tokens)] = torch.tensor(lesson.tokens)
        weights[row, : len(lesson.weights)] = torch.tensor(lesson.weights)
    tokens, weights = tokens.to(device), weights.to(device)
    # Padding stands at the end, where causal attention keeps it from all that has a weight.
    inner = model.get_base_model()
    hidden = inner.model(input_ids=tokens).last_hidden_state[:, :-1]
    wanted = weights[:, 1:] > 0
    logits = inner.lm_head(hidden[wanted]).float()
    each = cross_entropy(logits, tokens[:, 1:][wanted], reduction="none")
    chosen = weights[:, 1:][wanted]
    return (each * chosen).sum() / chosen.sum()
