"""Rules and calendars against readers that nobody here wrote: libical, python-dateutil, icalendar, recurring-ical-events.

What decides a difference stands in docs/recurrence-differences.md and docs/icalendar-differences.md; an undecided one fails.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from harness.counts import CALENDARS, PARTS, RULES, SERIES

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "Tests" / "Differential"
BUILT = ROOT / ".build" / "debug"


def run(script: str, *arguments: str) -> None:
    outcome = subprocess.run([sys.executable, str(SCRIPTS / script), *arguments], capture_output=True, text=True, timeout=1_200)
    print(outcome.stdout)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.fixture(scope="session")
def libical(tmp_path_factory) -> Path:
    program = tmp_path_factory.mktemp("libical") / "rules_oracle"
    subprocess.run(["clang", "-O2", "-o", str(program), str(SCRIPTS / "rules_oracle.c"), "-lical"], check=True)
    return program


@pytest.mark.parametrize("part", PARTS)
def test_random_rules_have_the_occurrences_that_the_oracles_say(libical, part):
    run("rules_differential.py", "--count", str(RULES), "--part", part, "--probe", str(BUILT / "TimeProbe"), "--oracle", str(libical))


@pytest.mark.parametrize("seed", ["5545", "7986"])
def test_random_calendars_survive_reading_and_writing_on_both_sides(seed):
    run("calendars_roundtrip.py", "--count", str(CALENDARS), "--seed", seed, "--probe", str(BUILT / "CalendarProbe"))


def test_a_large_calendar_has_the_occurrences_that_the_package_says():
    run("calendars_expansion.py", "--count", str(SERIES), "--probe", str(BUILT / "CalendarProbe"))
