"""Talks to CalendarProbe, which reads, writes and expands calendars as Kalends does."""

import base64
import json
import os
import random
import subprocess
from pathlib import Path

DEFAULT = Path(__file__).resolve().parents[2] / ".build" / "debug" / "CalendarProbe"


def add_arguments(parser, count):
    parser.add_argument("--count", type=int, default=count, help="how many cases, over all parts")
    parser.add_argument("--seed", type=int, default=5545)
    parser.add_argument("--part", default="1/1", help="which of the parts this run does, such as 2/4")
    parser.add_argument("--probe", default=os.environ.get("KALENDS_CALENDAR_PROBE", str(DEFAULT)))


def numbers(arguments):
    """The numbers of the cases of this part."""
    part, parts = map(int, arguments.part.split("/"))
    if not 1 <= part <= parts:
        raise SystemExit(f"--part {arguments.part}: choose 1/{parts} to {parts}/{parts}")
    return [n for n in range(arguments.count) if n % parts == part - 1]


def generator(seed, number, purpose):
    return random.Random(f"{seed}/{number}/{purpose}")


class Probe:
    """The probe; each question is a line, and so is its answer."""

    def __init__(self, path):
        self.path = path

    def ask(self, mode, lines):
        questions = "".join(line + "\n" for line in lines)
        run = subprocess.run([self.path, mode], input=questions, capture_output=True, text=True, encoding="utf-8")
        answers = run.stdout.removesuffix("\n").split("\n") if run.stdout else []
        if run.returncode != 0 or len(answers) != len(lines):
            raise SystemExit(f"the probe ended with status {run.returncode} at line {len(answers) + 1}: {run.stderr[-2000:]}")
        return answers

    def read(self, calendars):
        return [json.loads(answer) for answer in self.ask("read", [base64.b64encode(data).decode() for data in calendars])]

    def write(self, trees):
        return [base64.b64decode(answer) for answer in self.ask("write", [json.dumps(tree) for tree in trees])]
