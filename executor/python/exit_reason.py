"""Why a process nobody here has killed came to its end."""

from __future__ import annotations

import os
import resource
import signal


def exit_reason(status: int, usage: resource.struct_rusage, cpu_limit_seconds: int, memory_bytes: int) -> str:
    if os.WIFEXITED(status):
        return "done" if os.WEXITSTATUS(status) == 0 else "crashed"
    if os.WTERMSIG(status) != signal.SIGKILL:
        return "crashed"
    # Either its CPU limit did it, or the kernel when memory ran out; or somebody on the host.
    if usage.ru_utime + usage.ru_stime >= cpu_limit_seconds - 1:
        return "timeout"
    return "out_of_memory" if usage.ru_maxrss * 1024 >= memory_bytes // 2 else "killed"
