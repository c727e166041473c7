"""Starting and stopping a program under test."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path


class StartFailure(AssertionError):
    """A program did not come up; the message holds the end of its log."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """One child process with its output in a file. Only processes that were started here are ever ended, by their own id."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str] | None = None):
        self.command = command
        self.log = log
        self.environment = environment
        self.child: subprocess.Popen | None = None

    def spawn(self) -> None:
        """Starts it and does not wait."""
        with self.log.open("ab") as output:
            self.child = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=self.environment
            )

    def start(self, ready: Callable[[], bool], within: float = 20) -> None:
        self.spawn()
        deadline = time.monotonic() + within
        while not ready():
            if self.child.poll() is not None:
                raise StartFailure(f"{self.command[0]} ended with {self.child.returncode}:\n{self.last_lines()}")
            if time.monotonic() > deadline:
                self.stop()
                raise StartFailure(f"{self.command[0]} was not ready within {within:g} s:\n{self.last_lines()}")
            time.sleep(0.02)

    def stop(self, within: float = 15) -> int | None:
        """Ends the process as an operator would, and only then by force."""
        if self.child is None or self.child.poll() is not None:
            return self.child.returncode if self.child else None
        self.child.send_signal(signal.SIGTERM)
        try:
            return self.child.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.command[0]} did not stop within {within:g} s of SIGTERM:\n{self.last_lines()}") from None

    def kill(self) -> None:
        """kill -9: no chance to tidy up."""
        if self.child is not None and self.child.poll() is None:
            self.child.kill()
            self.child.wait()

    def memory(self) -> int:
        """Resident bytes."""
        for line in Path(f"/proc/{self.child.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise AssertionError("no VmRSS in /proc")

    def text(self) -> str:
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def last_lines(self, count: int = 30) -> str:
        return "\n".join(self.text().splitlines()[-count:])


def environment(**values: str) -> dict[str, str]:
    """The surrounding environment without any of the product's own variables, plus the given ones."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("KALENDS_")}
    return clean | values
