#!/usr/bin/env python3
"""Measures how fast a calendar of 10,000 events is read, beside libical and the Python package icalendar, in the same run.

    calendars_bench.py --probe CalendarProbe --oracle calendars_libical [--count N] [--runs N]

The probe has to be a release build. The exit status is 1 where Kalends takes more than a third of libical's time or a hundredth of
icalendar's."""

import argparse
import subprocess
import sys
import tempfile
import time

import icalendar

import calendars_corpus


def measured(command, count):
    events, best = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\t")
    if int(events) != count:
        raise SystemExit(f"{command[0]} read {events} events instead of {count}")
    return float(best)


def package_time(data, runs):
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        icalendar.Calendar.from_ical(data)
        best = min(best, (time.perf_counter() - started) * 1_000)
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--probe", required=True)
    parser.add_argument("--oracle", required=True)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    data = calendars_corpus.calendar(arguments.count)
    with tempfile.NamedTemporaryFile(suffix=".ics") as file:
        file.write(data)
        file.flush()
        ours = measured([arguments.probe, "parse", file.name, str(arguments.runs)], arguments.count)
        libical = measured([arguments.oracle, file.name, str(arguments.runs)], arguments.count)
    package = package_time(data, 2)
    print(f"reading {arguments.count} events, {len(data) / 1e6:.1f} MB, the best of several runs")
    print(f"  {ours:8.1f} ms  Kalends")
    print(f"  {libical:8.1f} ms  libical, {libical / ours:.1f} times as long")
    print(f"  {package:8.1f} ms  icalendar, {package / ours:.0f} times as long")
    sys.exit(0 if libical >= 3 * ours and package >= 100 * ours else 1)


if __name__ == "__main__":
    main()
