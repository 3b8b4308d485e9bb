"""Forks sealed children and hands them work. Knows nothing of connections or deadlines."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
from dataclasses import dataclass

import kernel
import sealed_child
from leftovers import Leftovers
from seal import Seal


@dataclass(eq=False)
class Child:
    pid: int
    pidfd: int
    channel: socket.socket
    ready: bool = False
    """Sealed, and not busy warming up."""
    warmed: bool = False
    share: str | None = None
    """Only cards of this share may be handed to it."""
    served: int = 0
    cpu_limit_seconds: int = 0

    def hand_over(self, kind: str, descriptors: list[int], *, job: str = "", share: str | None = None) -> None:
        """Passes the connection and the open files on; the child takes it from there."""
        message = json.dumps({"kind": kind, "job": job, "share": share}).encode()
        socket.send_fds(self.channel, [message], descriptors)
        self.share = share
        self.served += 1

    def warm_up(self) -> None:
        """Lets it do a little of what cards do, ahead of its job."""
        self.channel.send(json.dumps({"kind": sealed_child.WARM_UP}).encode())
        self.ready, self.warmed = False, True

    def limit(self, address_space_bytes: int, cpu_seconds: int) -> None:
        """From outside: the child's own seal forbids it to change a limit. For good: no limit can be raised again."""
        resource.prlimit(self.pid, resource.RLIMIT_AS, (address_space_bytes, address_space_bytes))
        resource.prlimit(self.pid, resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
        self.cpu_limit_seconds = cpu_seconds

    def kill(self) -> None:
        # By pidfd: a number could have been given to another process by now.
        signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    def close(self) -> None:
        self.channel.close()
        os.close(self.pidfd)


class Nursery:
    """Makes children, each the first process of a pid namespace of its own."""

    def __init__(self, leftovers: Leftovers) -> None:
        self._leftovers = leftovers
        self._own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def fork(self, settings: Seal, *, keep_serving: bool = False) -> Child:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        kernel.unshare(kernel.CLONE_NEWPID)
        pid = os.fork()
        if pid == 0:
            ours.close()
            sealed_child.run_forked(theirs, settings, self._leftovers, keep_serving=keep_serving)
        # Until it is back in its own, the kernel refuses the zygote a second new pid namespace.
        kernel.setns(self._own_pid_namespace, kernel.CLONE_NEWPID)
        theirs.close()
        ours.setblocking(False)
        return Child(pid, os.pidfd_open(pid), ours)
