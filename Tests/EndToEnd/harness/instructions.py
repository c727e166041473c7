"""Counting the instructions of a running server: the same number on a busy machine and on an idle one."""

import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness.kalends import Kalends

# Valgrind writes into the mask that sigsuspend is handed, and libdispatch keeps its mask where nothing can be written.
OWN_MASK = """
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int sigsuspend(const sigset_t *mask) { sigset_t own = *mask; return (int)syscall(SYS_rt_sigsuspend, &own, 8); }
"""


class InstructionCounter:
    """Takes a stopped server and runs it under callgrind, without its debug information, which valgrind cannot read."""

    def __init__(self, kalends: Kalends):
        self.kalends = kalends

    def __enter__(self) -> "InstructionCounter":
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        stripped, mask, self.output = folder / "kalends", folder / "mask.so", folder / "callgrind.out"
        subprocess.run(["strip", "-o", stripped, self.kalends.process.command[0]], check=True)
        subprocess.run(["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-x", "c", "-", "-o", mask], input=OWN_MASK, text=True, check=True)
        process = self.kalends.process
        process.command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.output}", str(stripped), "serve"]
        process.environment = process.environment | {"LD_PRELOAD": str(mask)}
        process.start(self.kalends.is_ready, within=120)
        return self

    def __exit__(self, *_) -> None:
        self.kalends.process.stop(within=60)
        self.folder.cleanup()

    def count(self, work: Callable[[], None]) -> int:
        """What the server carried out while the work was done."""
        self._control("--zero")
        work()
        self._control("--dump")
        newest = max(self.output.parent.glob("callgrind.out*"), key=lambda file: file.stat().st_mtime_ns)
        return sum(int(count) for count in re.findall(r"^summary: (\d+)", newest.read_text(), re.MULTILINE))

    def _control(self, command: str) -> None:
        subprocess.run(["callgrind_control", command, str(self.kalends.process.child.pid)], check=True, capture_output=True, text=True)
