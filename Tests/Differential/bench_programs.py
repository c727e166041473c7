"""The programs that `make bench` measures beside each other: release builds of the probes, and libical by programs in C."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROUNDS = 5
"""How often each program is asked in turn; its best time counts, as others on the machine can only add to it."""


@dataclass(frozen=True)
class Programs:
    built: Path
    """Where the probes were built for release."""
    folder: Path
    """Where files may be left until the end."""

    @property
    def time_probe(self) -> str:
        return str(self.built / "TimeProbe")

    @property
    def calendar_probe(self) -> str:
        return str(self.built / "CalendarProbe")

    def compiled(self, source: str) -> str:
        """A program in C that asks libical."""
        program = self.folder / Path(source).stem
        subprocess.run(["clang", "-O2", "-o", str(program), str(HERE / source), "-lical"], check=True)
        return str(program)

    def file(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.write_bytes(content)
        return str(path)


def output(command: list[str], text: str = "") -> list[str]:
    """The lines that a program prints."""
    outcome = subprocess.run(command, input=text, capture_output=True, text=True)
    if outcome.returncode != 0:
        raise SystemExit(f"{command[0]} ended with status {outcome.returncode}: {outcome.stderr[-2000:]}")
    return outcome.stdout.splitlines()


def answer_and_peak(command: list[str], line: str) -> tuple[int, float]:
    """The number that a program answers to a line, and how much memory it held at most until then, in MB."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        program.stdin.write(line + "\n")
        program.stdin.flush()
        answer = program.stdout.readline().strip()
        status = Path(f"/proc/{program.pid}/status").read_text()
        program.stdin.close()
    if not answer.isdigit():
        raise SystemExit(f"{os.path.basename(command[0])} answered “{answer[:200]}” instead of a number")
    kibibytes = next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmHWM:"))
    return int(answer), kibibytes * 1_024 / 1e6
