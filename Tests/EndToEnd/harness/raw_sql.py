"""Somebody with a shell: psql on a connection of its own, past everything that Kalends checks."""

import re
import subprocess

from harness.postgres import Postgres, binaries

OVERLAP = "23P01"
DUPLICATE = "23505"
DEADLOCK = "40P01"


class RawSQL:
    """One session. Each statement is a transaction of its own."""

    def __init__(self, postgres: Postgres, name: str):
        command = [
            str(binaries() / "psql"), "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "kalends", "-d", name, "-XqAt",
            "-v", "VERBOSITY=sqlstate",
        ]
        self.program = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
        )
        self.run("SELECT 1")

    def send(self, statement: str) -> None:
        """Begins a statement and waits for nothing."""
        self.program.stdin.write(f"{statement};\n\\echo end of answer\n")

    def answer(self) -> str:
        """What the statement that was sent answered: rows, or the state of its error alone."""
        lines = []
        while (line := self.program.stdout.readline()) != "end of answer\n":
            assert line, f"psql ended: {lines}"
            lines.append(line.strip())
        errors = [found[1] for line in lines if (found := re.match(r"ERROR:\s+(\w{5})$", line))]
        return errors[0] if errors else "\n".join(lines)

    def run(self, statement: str) -> str:
        self.send(statement)
        return self.answer()

    def close(self) -> None:
        self.program.stdin.close()
        self.program.wait()
        self.program.stdout.close()


def insertion(claim: dict) -> str:
    """The statement that claims a time, as a claim that is there was made, but for what was changed in it."""
    texts = {name: f"'{claim[name]}'" for name in ("organization", "resource", "cause", "appointment")}
    return (
        "INSERT INTO claims (organization, resource, start_at, end_at, cause, appointment) VALUES "
        f"({texts['organization']}, {texts['resource']}, {claim['start_at']}, {claim['end_at']}, {texts['cause']}, {texts['appointment']})"
    )


def shift(claim: dict, seconds: int) -> dict:
    """The same claim, moved."""
    return claim | {"start_at": claim["start_at"] + seconds, "end_at": claim["end_at"] + seconds}
