"""The child that owns the engine: `python -m selfaudit.local_models.worker PARENT_PID`.

Standard input and output are the pipes to the parent. They are moved to descriptors of their own
first, and 1 and 2 put on the log (the inherited standard error), because llama.cpp prints.
"""

import ctypes
import faulthandler
import os
import signal
import sys
import threading
import time
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from selfaudit.core.ports import Priority, Token
from selfaudit.local_models.inbox import Inbox
from selfaudit.local_models.protocol import (
    Ask,
    BrokenFrameError,
    Cancel,
    FromChild,
    Load,
    LoadFailed,
    Ready,
    Started,
    Text,
    frame,
    read_to_child,
    result,
)

if TYPE_CHECKING:
    from selfaudit.local_models.engine import Engine

LOG_BYTES = 256 * 1024
"""The most that the child may write to its log."""

_TEXT_INTERVAL = 0.05
_PR_SET_PDEATHSIG = 1


class Outlet:
    """Sends messages to the parent. A parent that is gone ends this process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, message: FromChild) -> None:
        """Send one message."""
        data = memoryview(frame(message))
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            os._exit(0)


class TextFlow:
    """Gathers a request's text so that it is sent at most 20 times a second."""

    def __init__(self, outlet: Outlet, message: Ask) -> None:
        self._outlet = outlet
        self._id = message.request.id
        self._wanted = message.priority is Priority.INTERACTIVE
        self._parts: list[str] = []
        self._sent = 0.0

    def add(self, text: str) -> None:
        """Add text, and send what has gathered when it is time."""
        if not self._wanted:
            return
        self._parts.append(text)
        if time.monotonic() - self._sent >= _TEXT_INTERVAL:
            self.flush()

    def flush(self) -> None:
        """Send what has gathered."""
        if self._parts:
            self._outlet.send(Text(Token(self._id, "".join(self._parts))))
            self._parts.clear()
            self._sent = time.monotonic()


def main() -> None:
    """Serve the parent until it is gone."""
    source, outlet = os.dup(0), Outlet(os.dup(1))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(2, 1)
    _die_with_parent(int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    sys.excepthook = _log_exception
    threading.excepthook = lambda args: _log_exception(args[0], args[1], args[2])
    inbox = Inbox()
    threading.Thread(target=_listen, args=(source, inbox), daemon=True).start()
    _serve(inbox, outlet)


def _serve(inbox: Inbox, outlet: Outlet) -> None:
    load = inbox.wait_load()
    # Imported here, so that the pipe is watched while llama.cpp's libraries load.
    from selfaudit.local_models.engine import Engine
    from selfaudit.local_models.native import LoadError, NativeLog

    _bound_log()
    log = NativeLog()
    try:
        engine = Engine(load)
    except LoadError as error:
        outlet.send(LoadFailed(": ".join([str(error), *log.errors[:1]])))
        return
    log.seal()
    outlet.send(Ready(engine.context, engine.provenance))
    flows: dict[str, TextFlow] = {}
    inbox.tell(partial(_break_off, engine))
    while True:
        # Before what has come is taken: what comes after that breaks off the next batch.
        engine.go_on()
        for message in inbox.take(wait=not engine.busy):
            if isinstance(message, Cancel):
                for id in message.ids:
                    engine.cancel(id)
                continue
            id = message.request.id
            outlet.send(Started(id))
            flows[id] = TextFlow(outlet, message)
            engine.add(message.request, message.priority, flows[id].add)
        for event in engine.step():
            flows.pop(event.id).flush()
            outlet.send(result(event))


def _break_off(engine: "Engine", message: Ask | Cancel) -> None:
    if not isinstance(message, Cancel):
        engine.break_off(message.priority)


def _listen(source: int, inbox: Inbox) -> None:
    """Read messages until the parent is gone, and then end even in the midst of native code."""
    read = partial(os.read, source)
    try:
        while (message := read_to_child(read)) is not None:
            match message:
                case Load():
                    inbox.put_load(message)
                case _:
                    inbox.put(message)
    except (BrokenFrameError, OSError):
        os._exit(1)
    os._exit(0)


def _die_with_parent(parent: int) -> None:
    """Have the kernel end this process with the parent's, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(0)


def _bound_log() -> None:
    """Limit the log's size. The log is the only file that this process writes."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (LOG_BYTES, LOG_BYTES))


def _log_exception(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
) -> None:
    """Log where an error came from, without its message, which may quote a request."""
    print(kind.__name__, file=sys.stderr)
    while trace is not None:
        code = trace.tb_frame.f_code
        print(f"  {code.co_filename}:{trace.tb_lineno} {code.co_name}", file=sys.stderr)
        trace = trace.tb_next


if __name__ == "__main__":
    main()
