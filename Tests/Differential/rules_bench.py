"""How fast a thousand mixed rules are expanded over two years, beside libical and python-dateutil, and whether all find the same number.

All three have read the rules before, walk them on the clock of their zones, turn each occurrence into an instant and leave the exceptions
out: what a program has to do that offers times. Kalends is asked a second time for the same as the events of a calendar, which are told
with their lengths, names and whether they are busy. The rules are those of rules_corpus.py. Where a number differs, the rule has to be in a class
of docs/recurrence-differences.md, and the other program has to agree with Kalends."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import rules_classes
import rules_corpus
from bench_programs import ROUNDS, output
from dateutil import rrule
from harness.figures import Figure

COUNT = 1_000
RUNS = 3


class PackageSeries:
    """A rule as python-dateutil has it. It is faster without zones than with them."""

    def __init__(self, entry):
        case = entry.case
        self.zone = ZoneInfo(case.zone)
        self.window = [datetime.fromtimestamp(instant, self.zone).replace(tzinfo=None) for instant in (case.begin, case.end - 1)]
        self.rule = rrule.rrulestr(entry.local_rule, dtstart=case.start)
        if entry.exceptions:
            rules = rrule.rruleset()
            rules.rrule(self.rule)
            for exception in entry.exceptions:
                rules.exdate(exception)
            self.rule = rules

    def instants(self):
        return [time.replace(tzinfo=self.zone).timestamp() for time in self.rule.between(*self.window, inc=True)]


def package_answers(series):
    """How many occurrences each has, and the milliseconds of the processor that all took."""
    before = time.process_time()
    counts = [len(one.instants()) for one in series]
    return counts, (time.process_time() - before) * 1_000


def rfc3339(instant):
    return datetime.fromtimestamp(instant, ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def answers(command, text):
    """The same of a program that prints them, a number a line and the time at the end."""
    *rows, taken = output(command, text)
    return [int(row) for row in rows], float(taken)


def calendar_answers(command):
    """The same of the events of a calendar, which are named by their numbers."""
    *rows, taken = output(command)
    counts = {int(uid): int(count) for uid, count in (row.split("\t") for row in rows)}
    return [counts[number] for number in range(COUNT)], float(taken)


def agreement(entries, ours, name, theirs, others):
    """The share of the rules on whose number both agree; ends the run where a difference is not decided."""
    differing = [number for number in range(COUNT) if ours[number] != theirs[number]]
    for number in differing:
        reason = rules_classes.reason(name, entries[number].case)
        if reason is None or others[number] != ours[number]:
            raise SystemExit(
                f"{name} finds {theirs[number]} occurrences, Kalends {ours[number]} (class: {reason}): {entries[number].line()!r}")
    return 1 - len(differing) / COUNT


def figures(programs):
    entries = rules_corpus.entries(programs.time_probe, COUNT)
    own_text = "".join(entry.line(entry.case.rule()) + "\n" for entry in entries)
    text = "".join(entry.line() + "\n" for entry in entries)
    file = programs.file("rules.ics", rules_corpus.calendar(entries).encode())
    own = [programs.time_probe, "measure", str(RUNS)]
    calendar = [programs.calendar_probe, "series", file, *map(rfc3339, rules_corpus.WINDOW), "UTC", str(RUNS)]
    libical = [programs.compiled("rules_libical.c"), str(RUNS)]
    package = [PackageSeries(entry) for entry in entries]
    rounds = [
        (answers(own, own_text), calendar_answers(calendar), answers(libical, text), package_answers(package)) for _ in range(ROUNDS)]
    ours, events, theirs, packages = (found for found, _ in rounds[0])
    if ours != events:
        raise SystemExit("the rules have other occurrences as events of a calendar than by themselves")
    shares = [agreement(entries, ours, "libical", theirs, packages), agreement(entries, ours, "dateutil", packages, theirs)]
    own_time, event_time, libical_time, package_time = (min(taken for _, taken in one) for one in zip(*rounds, strict=True))
    return [
        Figure(f"expanding {COUNT:,} rules over two years, {sum(ours):,} occurrences", own_time, "ms"),
        Figure("… as the events of a calendar", event_time, "ms", "1/10 of either", 10 * event_time <= min(libical_time, package_time)),
        Figure("… libical", libical_time, "ms"),
        Figure("… how many times as long", libical_time / own_time, "times", "at least 20", libical_time >= 20 * own_time),
        Figure("… rules of which it finds as many", shares[0] * 100, "%", "all but decided ones"),
        Figure("… python-dateutil", package_time, "ms"),
        Figure("… how many times as long", package_time / own_time, "times", "at least 20", package_time >= 20 * own_time),
        Figure("… rules of which it finds as many", shares[1] * 100, "%", "all but decided ones"),
    ]
