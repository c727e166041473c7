#!/usr/bin/env python3
"""Checks the expansion of calendars against the Python package recurring-ical-events, event by event.

    calendars_expansion.py --probe CalendarProbe [--count N] [--seed S] [--part I/N]

The calendar has N random series, in one file; each part expands all of them with Kalends and asks the package about its share.
Every difference is either put into a class of docs/icalendar-differences.md or printed; then the exit status is 1."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import datetime, time as clock, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from calendars_generator import Series
from calendars_probe import add_arguments, generator, numbers

OWNER = ZoneInfo("Europe/Berlin")
FROM, TO = datetime(2023, 1, 1, tzinfo=timezone.utc), datetime(2025, 1, 1, tzinfo=timezone.utc)


def calendar_text(lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Differential//EN"] + lines + ["END:VCALENDAR", ""])


def instant(value):
    """The instant of a time of the package: whole days and floating times are the owner's."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, clock())
    if value.tzinfo is None:
        value = value.replace(tzinfo=OWNER)
    return int(value.timestamp())


def rfc3339(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def expand(probe, path):
    """Our spans by UID."""
    run = subprocess.run([probe, "expand", path, rfc3339(FROM), rfc3339(TO), OWNER.key], capture_output=True, text=True)
    if run.returncode != 0:
        raise SystemExit(f"the probe ended with status {run.returncode}: {run.stderr[-2000:]}")
    spans, findings = defaultdict(list), []
    for one in run.stdout.removesuffix("\n").split("\n"):
        columns = one.split("\t")
        if columns[0] == "#":
            findings.append(columns[1])
        elif columns != [""]:
            spans[columns[0]].append((int(columns[1]), int(columns[2])))
    return spans, findings


def package_spans(lines):
    calendar = icalendar.Calendar.from_ical(calendar_text(lines))
    # A margin around the window, and then the same test on instants: the package compares clocks without zones at its borders.
    events = recurring_ical_events.of(calendar, components=["VEVENT"]).between(FROM - timedelta(days=40), TO + timedelta(days=3))
    spans = []
    for event in events:
        start = event["DTSTART"].dt
        end = event["DTEND"].dt if "DTEND" in event else start + event["DURATION"].dt
        spans.append((instant(start), instant(end)))
    first, last = instant(FROM), instant(TO)
    return sorted(s for s in spans if (s[0] < last and s[1] > first) or (s[0] == s[1] and first <= s[0] < last))


def changes_clock(span, info):
    """Whether the clocks change between the days around the span."""
    offsets = {datetime.fromtimestamp(second, info).utcoffset() for second in range(span[0] - 86_400, span[1] + 86_401, 21_600)}
    return len(offsets) > 1


def lasts(span, length, info):
    """Whether the span has the length by RFC 5545 section 3.3.6: days on the clock, from the start as it is, and then exact seconds."""
    days, seconds = length
    start = datetime.fromtimestamp(span[0], info)
    end = start if days == 0 else (start.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=info)
    return int(end.timestamp()) + seconds == span[1]


def is_shifted_from_skipped_hour(series, ours, theirs, info):
    """Whether each differs only in that we count the shift from the hour that exists, and the package from the one that is skipped."""
    for mine, other in zip(ours, theirs, strict=True):
        written = datetime.fromtimestamp(other[0], info).replace(tzinfo=None) - series.shift
        real = datetime.fromtimestamp(written.replace(tzinfo=info).timestamp(), info).replace(tzinfo=None)
        start = int((real + series.shift).replace(tzinfo=info).timestamp())
        if real == written or mine != (start, start + other[1] - other[0]):
            return False
    return True


def reason(series, ours, theirs):
    """The class that decides the difference, or None. All that differs has to be explained by it."""
    only_ours, only_theirs = sorted(set(ours) - set(theirs)), sorted(set(theirs) - set(ours))
    if series.shift is not None and series.zone not in ("date", "floating") and 0 < len(only_ours) == len(only_theirs):
        if is_shifted_from_skipped_hour(series, only_ours, only_theirs, ZoneInfo(series.zone)):
            return "shift-from-skipped-hour"
    if not only_ours or series.zone == "date" or [span[0] for span in only_ours] != [span[0] for span in only_theirs]:
        return None
    info = OWNER if series.zone == "floating" else ZoneInfo(series.zone)
    lengths = [next((length for length in series.lengths if lasts(span, length, info)), None) for span in only_ours]
    if None in lengths or not all(changes_clock(span, info) for span in only_ours):
        return None
    if any(days > 0 and seconds == 0 for days, seconds in lengths):
        return "days-from-skipped-hour"
    return "length-across-clock-change"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    add_arguments(parser, count=400)
    parser.add_argument("--show", type=int, default=10, help="how many undecided differences to print")
    arguments = parser.parse_args()
    started = time.monotonic()
    every = [Series(generator(arguments.seed, n, "series"), f"s{n}") for n in range(arguments.count)]
    lines = [series.lines() for series in every]
    with tempfile.NamedTemporaryFile("w", suffix=".ics", newline="", encoding="utf-8") as file:
        file.write(calendar_text([line for one in lines for line in one]))
        file.flush()
        ours, findings = expand(arguments.probe, file.name)
    outcomes, undecided = Counter(), [("finding", finding) for finding in findings]
    for number in numbers(arguments):
        theirs = package_spans(lines[number])
        mine = sorted(ours[f"s{number}"])
        outcomes["occurrences"] += len(mine)
        if mine == theirs:
            outcomes["the same"] += 1
            continue
        decided = reason(every[number], mine, theirs)
        if decided:
            outcomes[f"decided: {decided}"] += 1
        else:
            undecided.append((lines[number], [s for s in mine if s not in theirs][:4], [s for s in theirs if s not in mine][:4]))
    print(f"{len(numbers(arguments))} of {arguments.count} series of seed {arguments.seed} in {time.monotonic() - started:.0f} s")
    for outcome, count in sorted(outcomes.items()):
        print(f"  {count:8}  {outcome}")
    print(f"  {len(undecided):8}  undecided")
    for one in undecided[:arguments.show]:
        if one[0] == "finding":
            print(f"\nfinding: {one[1]}")
            continue
        shown = [["/".join(rfc3339(datetime.fromtimestamp(second, timezone.utc)) for second in span) for span in spans] for spans in one[1:]]
        print("\n" + "\n".join(one[0]) + f"\n  only ours   {shown[0]}\n  only theirs {shown[1]}")
    sys.exit(1 if undecided else 0)


if __name__ == "__main__":
    main()
