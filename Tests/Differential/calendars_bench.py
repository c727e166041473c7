"""How fast a calendar of 10,000 events is read, beside libical and the Python package icalendar.

All three build the tree of components and properties of the same bytes. libical and icalendar turn each value into its type on the way;
Kalends checks the text and decodes a value when somebody asks for it. What it takes to read and then understand every event (times, rules,
exceptions, texts, guests, findings) is therefore shown as well."""

import time

import calendars_corpus
import icalendar
from bench_programs import ROUNDS, output
from harness.figures import Figure

COUNT = 10_000
RUNS = 3


def package_time(data):
    """Milliseconds of the processor."""
    before = time.process_time()
    calendar = icalendar.Calendar.from_ical(data)
    taken = (time.process_time() - before) * 1_000
    events = sum(component.name == "VEVENT" for component in calendar.subcomponents)
    if events != COUNT:
        raise SystemExit(f"icalendar read {events} events instead of {COUNT}")
    return taken


def measured(command):
    """The times that a program prints after the number of events."""
    events, *times = output(command)[0].split("\t")
    if int(events) != COUNT:
        raise SystemExit(f"{command[0]} read {events} events instead of {COUNT}")
    return [float(one) for one in times]


def figures(programs):
    data = calendars_corpus.calendar(COUNT)
    file = programs.file("corpus.ics", data)
    oracle = programs.compiled("calendars_libical.c")
    rounds = []
    for number in range(ROUNDS):
        reading, understanding = measured([programs.calendar_probe, "parse", file, str(RUNS)])
        [libical] = measured([oracle, file, str(RUNS)])
        # The package takes seconds, so that it is asked twice only.
        rounds.append((reading, understanding, libical, package_time(data) if number < 2 else float("inf")))
    reading, understanding, libical, package = (min(times) for times in zip(*rounds, strict=True))
    return [
        Figure(f"reading {COUNT:,} events, {len(data) / 1e6:.1f} MB", reading, "ms"),
        Figure("… and understanding all of them", understanding, "ms"),
        Figure("… libical", libical, "ms"),
        Figure("… how many times as long as the reading", libical / reading, "times", "at least 3", libical >= 3 * reading),
        Figure("… icalendar", package, "ms"),
        Figure("… how many times as long as the reading", package / reading, "times", "at least 100", package >= 100 * reading),
    ]
