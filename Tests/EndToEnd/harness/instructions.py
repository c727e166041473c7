"""Counting the instructions of a command: the same number on a busy machine and on an idle one."""

import re
import subprocess
import tempfile
from pathlib import Path

# Valgrind writes into the mask that sigsuspend is handed, and libdispatch keeps its mask where nothing can be written.
OWN_MASK = """
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int sigsuspend(const sigset_t *mask) { sigset_t own = *mask; return (int)syscall(SYS_rt_sigsuspend, &own, 8); }
"""


class InstructionCounter:
    """Runs a binary under callgrind, without its debug information, which valgrind cannot read."""

    def __init__(self, binary: Path):
        self.binary = binary

    def __enter__(self) -> "InstructionCounter":
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        self.stripped, self.mask, self.output = folder / "kalends", folder / "mask.so", folder / "callgrind.out"
        subprocess.run(["strip", "-o", self.stripped, self.binary], check=True)
        compiler = ["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-x", "c", "-", "-o", self.mask]
        subprocess.run(compiler, input=OWN_MASK, text=True, check=True)
        return self

    def __exit__(self, *_) -> None:
        self.folder.cleanup()

    def count(self, arguments: list[str], environment: dict[str, str]) -> int:
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.output}", self.stripped, *arguments]
        outcome = subprocess.run(command, env=environment | {"LD_PRELOAD": str(self.mask)}, capture_output=True, text=True)
        assert outcome.returncode == 0, outcome.stderr
        return int(re.search(r"^(?:summary|totals): (\d+)", self.output.read_text(), re.MULTILINE).group(1))
