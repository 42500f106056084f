"""The few llama.cpp calls that the engine needs, with Python types. For the child only."""

import ctypes
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

# Any, as the binding's own annotations do not describe what its ctypes functions take.
lib: Any = import_module("llama_cpp.llama_cpp")

Logits = npt.NDArray[np.float32]

_callbacks: list[Any] = []
"""Kept, as llama.cpp calls the last of them for as long as the process lives."""

_ERROR = 4
_SENTENCEPIECE = 1
_MMAP = 1


class NativeLog:
    """Receives llama.cpp's log. After `seal` nothing of it is kept, as it may quote a request."""

    def __init__(self) -> None:
        self.errors: list[str] = []
        self._sealed = False
        callback = lib.llama_log_callback(self._receive)
        _callbacks.append(callback)
        lib.llama_log_set(callback, None)

    def seal(self) -> None:
        """Drop everything that is logged from now on."""
        self._sealed = True

    def _receive(self, level: int, text: bytes, _user_data: object) -> None:
        if not self._sealed and level == _ERROR:
            self.errors.append(text.decode("utf-8", "replace").strip())


class LoadError(Exception):
    """llama.cpp could not load the file or make a context for it."""


class Weights:
    """A loaded model and its vocabulary; `gpu_layers` are on a graphics processor (-1: all)."""

    def __init__(self, path: str, gpu_layers: int) -> None:
        """Load it, with no layer on a graphics processor if that fails. Raises LoadError."""
        lib.llama_backend_init()
        self.gpu_layers = gpu_layers if lib.llama_supports_gpu_offload() else 0
        self.pointer: Any = _loaded(path, self.gpu_layers)
        if not self.pointer and self.gpu_layers:
            self.gpu_layers = 0
            self.pointer = _loaded(path, 0)
        if not self.pointer:
            raise LoadError("llama.cpp cannot load this file")
        self.vocab: Any = lib.llama_model_get_vocab(self.pointer)
        self.size: int = lib.llama_vocab_n_tokens(self.vocab)
        self.trained_context: int = lib.llama_model_n_ctx_train(self.pointer)
        bos: int = lib.llama_vocab_bos(self.vocab)
        self.bos = bos if bos >= 0 else None
        self.adds_bos: bool = lib.llama_vocab_get_add_bos(self.vocab)
        tokens = range(self.size)
        self.ends = frozenset(t for t in tokens if lib.llama_vocab_is_eog(self.vocab, t))
        control = (t for t in tokens if lib.llama_vocab_is_control(self.vocab, t))
        self.control = frozenset(control) - self.ends
        self._spaced = lib.llama_vocab_type(self.vocab) == _SENTENCEPIECE

    def chat_template(self) -> str:
        """The model's own chat template, or an empty string."""
        template: bytes | None = lib.llama_model_chat_template(self.pointer, None)
        return template.decode("utf-8", "replace") if template else ""

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes of a token; control tokens have none unless `special`."""
        buffer = ctypes.create_string_buffer(128)
        size = lib.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, special)
        if size < 0:
            buffer = ctypes.create_string_buffer(-size)
            size = lib.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, special)
        return buffer.raw[:size]

    def tokens(self, text: str, *, special: bool, first: bool) -> list[int]:
        """Tokens of a text. `special` recognises control markers; `first` begins the sequence."""
        if not text:
            return []
        if first or not self._spaced:
            return self._tokens(text.encode(), special)
        # These vocabularies put a space before whatever is tokenised; a line break takes it.
        head = self._tokens(b"\n", False)
        return self._tokens(b"\n" + text.encode(), special)[len(head) :]

    def frame(self) -> tuple[list[int], list[int]]:
        """The tokens that the model expects before and after a whole text."""
        bare, whole = self._tokens(b"a", False), self._tokens(b"a", False, framed=True)
        size = len(bare)
        at = next(i for i in range(len(whole)) if whole[i : i + size] == bare)
        return whole[:at], whole[at + size :]

    def _tokens(self, text: bytes, special: bool, *, framed: bool = False) -> list[int]:
        room = len(text) + 8
        while True:
            buffer = (lib.llama_token * room)()
            count = lib.llama_tokenize(self.vocab, text, len(text), buffer, room, framed, special)
            if count >= 0:
                return list(buffer[:count])
            room = -count


def _loaded(path: str, gpu_layers: int) -> Any:
    params = lib.llama_model_default_params()
    params.n_gpu_layers = gpu_layers
    params.load_mode = _MMAP
    return lib.llama_model_load_from_file(path.encode(), params)


class Adapter:
    """A LoRA adapter for loaded weights. It has to be there before any context is made."""

    def __init__(self, weights: Weights, path: str) -> None:
        """Load it. Raises LoadError for what is no adapter for these weights."""
        self.pointer: Any = lib.llama_adapter_lora_init(weights.pointer, path.encode())
        if not self.pointer:
            raise LoadError("llama.cpp cannot load the adapter")

    def set_on(self, context: Any) -> None:
        """Have a context compute with the adapter, at its full strength. Raises LoadError."""
        adapters = (lib.llama_adapter_lora_p_ctypes * 1)(
            ctypes.cast(self.pointer, lib.llama_adapter_lora_p_ctypes)
        )
        if lib.llama_set_adapters_lora(context, adapters, 1, (ctypes.c_float * 1)(1.0)):
            raise LoadError("llama.cpp cannot use the adapter")


def system_info() -> str:
    """What llama.cpp was built for and found on this machine."""
    info: bytes = lib.llama_print_system_info()
    return info.decode("utf-8", "replace").strip()
