#!/usr/bin/env python3
"""Compares the expansion of seeded random recurrence rules by Kalends, libical and python-dateutil.

    rules_differential.py --probe TimeProbe --oracle rules_oracle [--count N] [--seed S] [--part I/N]

Each difference is either put into a class of docs/recurrence-differences.md, by the functions of rules_classes.py, or printed; then the exit
status is 1. A part is a share of the same cases, so that several can run at once."""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import rules_classes
import rules_generator
import rules_oracles
from rules_generator import stamp
from rules_reference import Reference, TooLong

BATCH = 1_000
PAGE = Path(__file__).parents[2] / "docs" / "recurrence-differences.md"
EPOCH = datetime(1970, 1, 1)


@dataclass(frozen=True)
class Question:
    """What is asked of a program that knows no zones: everything on the clock of the case's zone."""
    start: str
    rule: str
    first: str
    last: str
    limit: int


def offset(info, instant):
    return datetime.fromtimestamp(instant, info).utcoffset().total_seconds()


def hazard(case, instant):
    """How far, in seconds, a clock change near the instant may have moved times."""
    info = ZoneInfo(case.zone)
    offsets = {offset(info, instant + days * 86_400) for days in (-2, 0, 2)}
    return int(max(offsets) - min(offsets))


def question(case):
    info = ZoneInfo(case.zone)
    local = lambda instant: datetime.fromtimestamp(instant, info).replace(tzinfo=None)
    first = local(case.begin) - timedelta(seconds=hazard(case, case.begin))
    last = local(case.end) + timedelta(seconds=hazard(case, case.end))
    rule = ";".join(f"{name}={value}" for name, value in case.parts)
    if case.until:
        form, until = case.until
        if form == "utc":
            # The oracles keep local times; what is past the instant is cut off afterwards.
            instant = int((until - EPOCH).total_seconds())
            until = local(instant) + timedelta(seconds=hazard(case, instant))
        rule += ";UNTIL=" + stamp(until)
    return Question(stamp(case.start), rule, stamp(first), stamp(last), case.limit)


def instants(case, times):
    """The instants of local times as RFC 5545 section 3.3.5 reads them, each once, within the window."""
    info = ZoneInfo(case.zone)
    found = {int(time.replace(tzinfo=info).timestamp()) for time in times}
    last = case.end - 1
    if case.until and case.until[0] == "utc":
        last = min(last, int((case.until[1] - EPOCH).total_seconds()))
    return sorted(instant for instant in found if case.begin <= instant <= last)


def is_same(case, ours, theirs):
    """Whether the answers agree as far as both go."""
    expected = instants(case, theirs)
    cut = case.end
    if len(ours) >= case.limit:
        cut = min(cut, ours[-1])
    if len(theirs) >= case.limit:
        reached = int(theirs[-1].replace(tzinfo=ZoneInfo(case.zone)).timestamp())
        cut = min(cut, reached - hazard(case, reached))
    return [i for i in ours if i <= cut] == [i for i in expected if i <= cut]


class Comparison:
    def __init__(self):
        self.outcomes = Counter()
        self.classes = Counter()
        self.examples = {}
        self.undecided = []

    def add(self, case, ours, answers):
        """`answers` has what each oracle says: local times, or a word that says why there are none."""
        self.outcomes["occurrences"] += len(ours)
        same = {name: None if isinstance(answer, str) else is_same(case, ours, answer) for name, answer in answers.items()}
        for name, answer in answers.items():
            word = answer if same[name] is None else "same" if same[name] else "different"
            self.outcomes[f"{name}: {word}"] += 1
        # Where no oracle agrees, or none knows the rule, the slow reading of the RFC decides.
        needs_reference = not any(same.values())
        reference = agreement_with_reference(case, ours) if needs_reference else None
        if needs_reference:
            self.outcomes[f"reference: {REFERENCE_WORDS[reference]}"] += 1
        if reference is False:
            self.undecided.append(("reference", None, case, ours, []))
        for name in (name for name, agrees in same.items() if agrees is False):
            self.settle(case, ours, name, answers[name], reference or any(same.values()))

    def settle(self, case, ours, name, answer, is_confirmed):
        reason = rules_classes.reason(name, case)
        if reason and is_confirmed:
            self.classes[f"{name}: {reason}"] += 1
            self.examples.setdefault(f"{name}: {reason}", case.line())
        else:
            self.undecided.append((name, reason, case, ours, answer))

    def add_refusal(self, case, sentence, answers):
        """A rule that Kalends calls too costly must have nothing in the window that the oracles could find."""
        self.outcomes["kalends: too costly"] += 1
        found = [
            name for name, answer in answers.items()
            if not isinstance(answer, str) and any(time > case.start for time in answer) and not rules_classes.reason(name, case)
        ]
        if "hardly ever" not in sentence or found:
            self.undecided.append(("kalends", sentence, case, [], []))


REFERENCE_WORDS = {True: "same", False: "different", None: "too long to ask"}


def agreement_with_reference(case, ours):
    """None where the slow reading would take too long."""
    q = question(case)
    try:
        times = Reference(case.get, case.start).times(rules_oracles.parse(q.first), last_time(q), case.limit)
        return is_same(case, ours, times)
    except TooLong:
        return None


def last_time(question):
    """The end of the window or, where that is earlier, of the rule."""
    last = rules_oracles.parse(question.last)
    _, _, until = question.rule.partition(";UNTIL=")
    return min(last, rules_oracles.parse(until)) if until else last


def cases_of(arguments, numbers):
    """Most starts are moved to where their rule matches for the first time."""
    generated = [rules_generator.case(arguments.seed, n) for n in numbers]
    bare = [replace(case, parts=tuple(part for part in case.parts if part[0] != "COUNT"), until=None, begin=-(1 << 40), end=1 << 40, limit=2)
            for case, _ in generated]
    answers = rules_oracles.ask([arguments.probe], [case.line() for case in bare])
    cases = []
    for (case, is_moved), answer in zip(generated, answers):
        instants = [int(instant) for instant in answer.partition("\t")[2].split()]
        if is_moved and len(instants) == 2:
            start = datetime.fromtimestamp(instants[1], ZoneInfo(case.zone)).replace(tzinfo=None)
            if start.year < 2060:
                case = case.starting_at(start)
        cases.append(case)
    return cases


def run(arguments):
    part, parts = map(int, arguments.part.split("/"))
    numbers = [n for n in range(arguments.count) if n % parts == part - 1]
    comparison = Comparison()
    for begin in range(0, len(numbers), BATCH):
        cases = cases_of(arguments, numbers[begin:begin + BATCH])
        questions = [question(case) for case in cases]
        ours = rules_oracles.ask([arguments.probe], [case.line() for case in cases])
        theirs = rules_oracles.libical([arguments.oracle], questions)
        for case, q, answer, libical in zip(cases, questions, ours, theirs):
            answers = {"libical": libical, "dateutil": rules_oracles.dateutil(q, case)}
            if answer.startswith("!"):
                comparison.add_refusal(case, answer, answers)
            else:
                comparison.add(case, [int(instant) for instant in answer.split("\t")[1].split()], answers)
    return comparison, len(numbers)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--count", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="1/1")
    parser.add_argument("--probe", required=True)
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--show", type=int, default=20, help="how many undecided differences to print")
    arguments = parser.parse_args()
    missing = rules_classes.undocumented(PAGE.read_text())
    if missing:
        sys.exit(f"{PAGE.name} does not list {', '.join(missing)}.")
    started = time.monotonic()
    comparison, count = run(arguments)
    print(f"{count} rules of seed {arguments.seed}, part {arguments.part}, in {time.monotonic() - started:.0f} s")
    for outcome, number in sorted(comparison.outcomes.items()):
        print(f"  {number:8}  {outcome}")
    for name, number in sorted(comparison.classes.items()):
        print(f"  {number:8}  decided: {name}   for example {comparison.examples[name]!r}")
    print(f"  {len(comparison.undecided):8}  undecided")
    for name, reason, case, found, answer in comparison.undecided[:arguments.show]:
        print(f"\n{name} differs ({reason}): {case.line()!r}\n  ours   {[str(datetime.fromtimestamp(i, ZoneInfo(case.zone)))[:19] for i in found[:6]]}"
              f"\n  theirs {[str(t) for t in answer[:6]]}")
    sys.exit(1 if comparison.undecided else 0)


if __name__ == "__main__":
    main()
