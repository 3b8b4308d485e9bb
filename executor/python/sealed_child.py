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

import kernel
import probe
import protocol
from cardloom import jobs, slicer, warm
from leftovers import Leftovers
from seal import SCRATCH_INSIDE, Seal, seal

WARM_UP = "warm-up"
READY = b"ready"
DONE = b"done"
MARKED = b"marked:"
FAILED_TO_SEAL = b"failed:"
MAX_HANDOVER_BYTES = 4096
_OUTPUT_FILES = {"import": f"{SCRATCH_INSIDE}/data.parquet", "export": f"{SCRATCH_INSIDE}/data.csv"}


def run_forked(
    channel: socket.socket, settings: Seal, leftovers: Leftovers, *, keep_serving: bool
) -> NoReturn:
    """Never returns: a child of the zygote must not fall back into the zygote's loop."""
    exit_code = 1
    try:
        _become_sealed(channel, settings)
        os.write(channel.fileno(), READY)
        if keep_serving:
            while _serve_slice(channel):
                pass
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
    message, descriptors, flags, _ = socket.recv_fds(channel, MAX_HANDOVER_BYTES, protocol.MAX_FILES + 2)
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
            jobs.run(kind, body, files, emit, _OUTPUT_FILES.get(kind))
    except MemoryError:
        gc.collect()
        emit(_failure("memory_limit", "out of memory"))
    except Exception:
        emit(_failure("internal", traceback.format_exc()[-4000:]))
    return body.get("code", "") if kind == "card" else ""


def _serve_slice(channel: socket.socket) -> bool:
    _, (connection, source, output) = _receive(channel)
    try:
        answer = _slice(protocol.read_frame(connection, protocol.MAX_BODY_BYTES), source, output)
        _emitter(connection)(answer)
    except (OSError, EOFError, protocol.BadFrame):
        pass  # The executor left; the next slice is somebody else's.
    finally:
        for fd in (connection, source, output):
            os.close(fd)
    os.write(channel.fileno(), DONE)
    return True


def _slice(body: dict[str, Any], source: int, output: int) -> dict[str, Any]:
    try:
        sizes = slicer.slice(body["sourceKey"], source, body["predicates"], body["columns"], output)
        return {"type": "result", **sizes}
    except slicer.UnknownColumn as error:
        return _failure("unknown_column", str(error), column=error.name, available=list(error.available))
    except MemoryError:
        return _failure("memory_limit", "out of memory")
    except OSError as error:
        # The memory set aside for slices is full: the executor evicts and asks again.
        return _failure("no_space" if error.errno == 28 else "internal", str(error))
    except Exception:
        return _failure("internal", traceback.format_exc()[-4000:])


def _failure(code: str, message: str, **details: Any) -> dict[str, Any]:
    return {"type": "failure", "code": code, "message": message, **details}


def _reseed() -> None:
    """Children inherit the generators' state: without this every job would draw the same numbers."""
    random.seed(os.urandom(32))
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed(int.from_bytes(os.urandom(4), "little"))
