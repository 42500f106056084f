"""Writes a LoRA adapter as the GGUF file that llama.cpp loads beside the base model.

The layout is the one of llama.cpp's own converter of adapters: for each adapted weight NAME the
tensors NAME.lora_a (rank, in) and NAME.lora_b (out, rank).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from gguf import GGUFWriter

Matrix = npt.NDArray[np.float32]

_NAMES = {
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
"""The linear layers of a Llama block: transformers' name, llama.cpp's name."""

ADAPTED = tuple(name.split(".")[1] for name in _NAMES)
"""The linear layers that are adapted, by the last part of their names."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two matrices of one adapted layer: `a` (rank, in) and `b` (out, rank)."""

    a: Matrix
    b: Matrix


def write_adapter(
    path: Path,
    pairs: Mapping[tuple[int, str], Pair],
    *,
    alpha: float,
    heads: int,
    key_heads: int,
    about: Mapping[str, str],
) -> None:
    """Write an adapter for a Llama model.

    `pairs` are by block and layer name ("self_attn.q_proj"). `heads` and `key_heads` are the
    model's numbers of attention heads and of heads of keys: llama.cpp holds the rows of queries
    and keys in another order than transformers. `about` are entries of metadata ("general.name").
    """
    writer = GGUFWriter(str(path), "llama")
    writer.add_string("general.type", "adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for key, value in about.items():
        writer.add_string(key, value)
    for (block, layer), pair in sorted(pairs.items()):
        b = pair.b
        if layer == "self_attn.q_proj":
            b = reordered(b, heads)
        elif layer == "self_attn.k_proj":
            b = reordered(b, key_heads)
        name = f"blk.{block}.{_NAMES[layer]}.weight"
        writer.add_tensor(f"{name}.lora_a", pair.a.astype(np.float16))
        writer.add_tensor(f"{name}.lora_b", b.astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def reordered(rows: Matrix, heads: int) -> Matrix:
    """Rows of a head in llama.cpp's order: pairs of the rotation side by side, not in halves."""
    halves = rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:])
    return np.ascontiguousarray(halves.swapaxes(1, 2).reshape(rows.shape))
