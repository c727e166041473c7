#!/usr/bin/env python3
"""Checks reading and writing against the Python package icalendar.

    calendars_roundtrip.py --probe CalendarProbe [--count N] [--seed S] [--part I/N]

Each case is a random calendar in both directions: written by icalendar, read by Kalends, written again and read by both to equal
values; and a random tree written by Kalends and read by icalendar. Each difference is printed with its case; then the exit status is 1."""

import argparse
import base64
import sys
import time
from collections import Counter

import icalendar
from icalendar import vText

import calendars_texts
from calendars_probe import Probe, add_arguments, generator, numbers

BATCH = 500


def flattened(value):
    """The values of a property that icalendar keeps together under its name."""
    return value if isinstance(value, list) else [value]


def parameters(value):
    found = []
    for name, content in sorted(getattr(value, "params", {}).items()):
        values = [str(one) for one in content] if isinstance(content, (list, tuple)) else [str(content)]
        found.append([name.upper()] + values)
    return found


def tree(component):
    """What icalendar knows of a component: names, parameters and values, sorted, as it keeps them by name."""
    lines = []
    for name, values in component.items():
        for value in flattened(values):
            if isinstance(value, vText):
                content = ["text", str(value)]
            else:
                written = value.to_ical()
                content = ["raw", written.decode() if isinstance(written, bytes) else str(written)]
            lines.append([name.upper(), parameters(value), content])
    return [component.name.upper(), sorted(lines, key=repr), [tree(inner) for inner in component.subcomponents]]


def same_kind(theirs, ours):
    """Our tree in the form of theirs: each property as text where icalendar took it so."""
    kinds = {}
    for name, _, content in theirs[1]:
        kinds.setdefault(name, content[0])
    lines = []
    for line in ours["properties"]:
        # The name of the parameter list may repeat; icalendar keeps one of each.
        found = sorted([one[0]] + one[1:] for one in line["parameters"])
        kind = kinds.get(line["name"], "raw")
        lines.append([line["name"], found, [kind, line["text"] if kind == "text" else line["value"]]])
    inner = [same_kind(their, our) for their, our in zip(theirs[2], ours["components"])]
    return [ours["name"], sorted(lines, key=repr), inner]


def parse(data):
    return icalendar.Calendar.from_ical(data)


def check_reading(data, answer):
    """Problems with what Kalends made of a calendar of icalendar."""
    problems = []
    theirs = tree(parse(data))
    if not answer["isEqual"]:
        problems.append("written again it reads differently")
    if answer["findings"]:
        problems.append(f"findings: {answer['findings'][:3]}")
    if len(answer["calendars"]) != 1:
        return problems + [f"{len(answer['calendars'])} calendars were read"]
    ours = same_kind(theirs, answer["calendars"][0])
    if ours != theirs:
        problems.append(f"read differently: {first_difference(theirs, ours)}")
    again = tree(parse(base64.b64decode(answer["written"])))
    if again != theirs:
        problems.append(f"icalendar reads our writing differently: {first_difference(theirs, again)}")
    return problems


def first_difference(theirs, ours):
    if theirs[0] != ours[0]:
        return f"component {theirs[0]!r} / {ours[0]!r}"
    for their, our in zip(theirs[1], ours[1]):
        if their != our:
            return f"theirs {their!r} ours {our!r}"
    if len(theirs[1]) != len(ours[1]):
        return f"{len(theirs[1])} / {len(ours[1])} properties of {theirs[0]}"
    for their, our in zip(theirs[2], ours[2]):
        if their != our:
            return first_difference(their, our)
    return f"{len(theirs[2])} / {len(ours[2])} components of {theirs[0]}"


def random_tree(R, name="VCALENDAR", depth=0):
    """A tree for Kalends to write. Names and parameters are such as a calendar may hold; texts are anything."""
    lines = []
    if depth == 0:
        lines = [line("PRODID", text="-//x//EN"), line("VERSION", text="2.0")]
    for number in range(R.randint(0, 6)):
        names = R.sample(["CN", "X-A", "X-LONG-NAME"], R.randint(0, 2))
        values = [[one] + [calendars_texts.parameter(R) for _ in range(R.choice([1, 1, 1, 2]))] for one in names]
        lines.append(line(R.choice(["SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT"]), values, calendars_texts.text(R, 12)))
    inner = [] if depth > 2 else [
        random_tree(R, R.choice(["VEVENT", "VTODO", "VJOURNAL"]) if depth == 0 else "X-INNER", depth + 1) for _ in range(R.randint(0, 2))]
    return {"name": name, "properties": lines, "components": inner}


def line(name, values=(), text=""):
    return {"name": name, "parameters": list(values), "value": "", "text": text}


def expected(made):
    """What icalendar has to make of a tree of ours. A text loses what no calendar can hold: control characters."""
    lines = []
    for one in made["properties"]:
        clean = "".join(c for c in one["text"] if c in "\t\n" or ord(c) >= 32 and ord(c) != 127)
        lines.append([one["name"], sorted(one["parameters"]), ["text", clean]])
    return [made["name"], sorted(lines, key=repr), [expected(inner) for inner in made["components"]]]


def run(arguments):
    probe = Probe(arguments.probe)
    outcomes, failures = Counter(), []
    mine = numbers(arguments)
    for begin in range(0, len(mine), BATCH):
        batch = mine[begin:begin + BATCH]
        calendars = [calendars_texts.calendar(generator(arguments.seed, n, "read")).to_ical() for n in batch]
        trees = [random_tree(generator(arguments.seed, n, "write")) for n in batch]
        for number, data, answer in zip(batch, calendars, probe.read(calendars)):
            problems = check_reading(data, answer)
            outcomes["written by icalendar: " + ("different" if problems else "equal")] += 1
            if problems:
                failures.append((number, problems, data))
        for number, made, data in zip(batch, trees, probe.write(trees)):
            theirs = tree(parse(data))
            same = theirs == expected(made)
            outcomes["written by Kalends: " + ("equal" if same else "different")] += 1
            if not same:
                failures.append((number, [first_difference(theirs, expected(made))], data))
            longest = max(map(len, data.split(b"\r\n")))
            if longest > 75:
                failures.append((number, [f"a line of {longest} octets"], data))
    return outcomes, failures, len(mine)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    add_arguments(parser, count=400)
    parser.add_argument("--show", type=int, default=10, help="how many differences to print")
    arguments = parser.parse_args()
    started = time.monotonic()
    outcomes, failures, count = run(arguments)
    print(f"{count} calendars each way of seed {arguments.seed}, part {arguments.part}, in {time.monotonic() - started:.0f} s")
    for outcome, number in sorted(outcomes.items()):
        print(f"  {number:8}  {outcome}")
    for number, problems, data in failures[:arguments.show]:
        print(f"\ncase {number}: " + "; ".join(problems))
        print(data.decode(errors="replace")[:1500])
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
