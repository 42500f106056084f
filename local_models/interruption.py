"""Breaking off a batch that is being evaluated, so that what is urgent need not wait for its end.

With a large model on a laptop one batch takes seconds: on two busy cores, an answer of
Qwen2.5-Coder 1.5B (Q4_K_M) began 3 to 8 s later beside other work than alone, and as soon as alone
once batches were broken off. For the child only.
"""

import ctypes
import sys
from typing import Any

from selfaudit.local_models.native import Weights, lib

BROKEN_OFF = 2
"""What llama.cpp returns for a batch that was broken off: the cache is as it was before."""


class Interruption:
    """A flag that llama.cpp looks at between two operations, some thousand times a batch.

    It asks a function of C. One of Python's would wait for the interpreter's lock each time; the
    library's own `strlen` needs nothing: of a flag with no letter in it, it gives 0, which is
    false, and of one with a letter 1. Whatever computes elsewhere than on the processor does not
    ask, and goes on to the end of its batch.
    """

    def __init__(self) -> None:
        self._flag = ctypes.create_string_buffer(2)
        library = ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)
        self._asked: Any = ctypes.cast(library.strlen, lib.ggml_abort_callback)

    def watch(self, context: Any, weights: Weights) -> None:
        """Have the evaluations of a context be broken off, if its memory can be put back.

        That of models that keep a state instead of a cache cannot: theirs go on.
        """
        model = weights.pointer
        if not (lib.llama_model_is_recurrent(model) or lib.llama_model_is_hybrid(model)):
            lib.llama_set_abort_callback(context, self._asked, self._flag)

    def set(self) -> None:
        """Break off what is being evaluated, and whatever is begun until `clear`. Any thread."""
        self._flag.value = b"!"

    def clear(self) -> None:
        """Let evaluations go on to their end."""
        self._flag.value = b""
