"""What a forked child does: seal itself, warm up, take a job over its socket, answer, exit."""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import socket
import sys
import traceback
from typing import Any, Callable, NoReturn

import cutting
import kernel
import probe
import protocol
from cardloom import jobs, warm
from leftovers import Leftovers
from seal import SCRATCH_INSIDE, Seal, seal

WARM_UP = "warm-up"
READY = b"ready"
DONE = b"done"
MARKED = b"marked:"
FAILED_TO_SEAL = b"failed:"
MAX_HANDOVER_BYTES = 4096
# The connection, and either the files of a card or what slices are cut from and written to.
_MAX_DESCRIPTORS = 1 + max(protocol.MAX_FILES, 1 + protocol.MAX_SLICES)
_OUTPUT_FILES = {"import": f"{SCRATCH_INSIDE}/data.parquet", "export": f"{SCRATCH_INSIDE}/data.csv", "transform": f"{SCRATCH_INSIDE}/data.parquet"}

_REHEARSAL: dict[str, Any] = {
    "code": "def render(dataset, filters, params):\n    return 1\n", "inputs": [], "filters": [], "params": {},
}


def run_forked(
    channel: socket.socket, settings: Seal, leftovers: Leftovers, *, keep_serving: bool
) -> NoReturn:
    """Never returns: a child of the zygote must not fall back into the zygote's loop."""
    exit_code = 1
    try:
        _become_sealed(channel, settings)
        if not keep_serving:
            _rehearse()
        os.write(channel.fileno(), READY)
        if keep_serving:
            while True:
                _serve_slices(channel)
        else:
            _serve_jobs(channel, leftovers)
        exit_code = 0
    except EOFError:
        exit_code = 0  # The zygote or the executor has left: nobody is waiting.
    finally:
        # No clean-up code, whoever registered it, gets to run.
        os._exit(exit_code)


def _become_sealed(channel: socket.socket, settings: Seal) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    kernel.close_all_except([channel.fileno()])
    try:
        seal(settings)
    except BaseException as error:
        os.write(channel.fileno(), FAILED_TO_SEAL + str(error).encode()[:400])
        os._exit(1)


def _receive(channel: socket.socket) -> tuple[dict[str, Any], list[int]]:
    message, descriptors, flags, _ = socket.recv_fds(channel, MAX_HANDOVER_BYTES, _MAX_DESCRIPTORS)
    if not message:
        raise EOFError
    if flags & (socket.MSG_CTRUNC | socket.MSG_TRUNC):
        raise OSError("a handover was cut short")
    return json.loads(message), list(descriptors)


def _emitter(connection: int) -> Callable[[dict[str, Any]], None]:
    return lambda message: protocol.write_all(connection, protocol.encode_frame(message))


def _serve_jobs(channel: socket.socket, leftovers: Leftovers) -> None:
    """One job; or, for cards that share, one after another for as long as none leaves a mark."""
    handover, descriptors = _receive(channel)
    if handover["kind"] == WARM_UP:
        warm.warm()
        os.write(channel.fileno(), READY)
        handover, descriptors = _receive(channel)
    connection, *files = descriptors
    share = handover["share"]
    if share is None:
        channel.close()
    else:
        leftovers.begin()
    reused = False
    while True:
        code = _serve_job(handover["kind"], connection, files, reused=reused)
        if share is None:
            return
        for fd in (connection, *files):
            os.close(fd)
        mark = leftovers.clear(code, [channel.fileno()])
        if mark is not None:
            os.write(channel.fileno(), MARKED + mark.encode("utf-8", "replace")[:200])
            return
        os.write(channel.fileno(), DONE + handover["job"].encode())
        handover, (connection, *files) = _receive(channel)
        reused = True


def _rehearse() -> None:
    """The least that every card does, so that its pages are copied before somebody waits for them."""
    answers: list[bytes] = []
    jobs.run("card", _REHEARSAL, [], lambda message: answers.append(protocol.encode_frame(message)))
    sys.modules.pop("card", None)
    _reseed()


def _serve_job(kind: str, connection: int, files: list[int], *, reused: bool) -> str:
    """Answers one job over its connection. Returns the author's code, where there is one."""
    emit = _emitter(connection)
    body = protocol.read_frame(connection, protocol.MAX_BODY_BYTES)
    _reseed()
    emit({"type": "started", "reused": reused})
    try:
        if kind == "probe":
            emit({"type": "result", "attempts": probe.attempts()})
        else:
            if kind == "transform":
                _keep_last_words()
            jobs.run(kind, body, files, emit, _OUTPUT_FILES.get(kind))
    except MemoryError:
        gc.collect()
        emit(_failure("memory_limit", "out of memory"))
    except Exception:
        emit(_failure("internal", traceback.format_exc()[-4000:]))
    return body.get("code", "") if kind == "card" else ""


def _keep_last_words() -> None:
    """What native code says before it ends its process, where the executor looks for why it did."""
    fd = os.open(f"{SCRATCH_INSIDE}/stderr", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
    os.dup2(fd, 2)
    os.close(fd)


def _serve_slices(channel: socket.socket) -> None:
    _, (connection, source, *outputs) = _receive(channel)

    def send(messages: list[dict[str, Any]]) -> None:
        protocol.write_all(connection, b"".join(protocol.encode_frame(message) for message in messages))

    try:
        cutting.answer(protocol.read_frame(connection, protocol.MAX_BODY_BYTES), source, outputs, send)
    except (OSError, EOFError, protocol.BadFrame):
        pass  # The executor left; the next slice is somebody else's.
    finally:
        for fd in (connection, source, *outputs):
            os.close(fd)
    os.write(channel.fileno(), DONE)


def _failure(code: str, message: str, **details: Any) -> dict[str, Any]:
    return {"type": "failure", "code": code, "message": message, **details}


def _reseed() -> None:
    """Children inherit the generators' state: without this every job would draw the same numbers."""
    random.seed(os.urandom(32))
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(int.from_bytes(os.urandom(4), "little"))
