"""The programs that are compared: Kalends (through TimeProbe), libical (through rules_oracle.c) and python-dateutil."""

import datetime as datetime_module
import signal
import subprocess
from datetime import datetime, timedelta
from types import SimpleNamespace

from dateutil import rrule as dateutil_rrule

# Seconds of processor time for one rule; what takes longer walks through millions of empty intervals.
TIME_LIMIT = 0.1


class TimeOut(Exception):
    pass


def ask(command, lines):
    """One answer a line."""
    result = subprocess.run(command, input="\n".join(lines) + "\n", capture_output=True, text=True)
    answers = result.stdout.split("\n")[:-1]
    if result.returncode != 0 or len(answers) != len(lines):
        raise SystemExit(f"{command[0]} ended with {result.returncode} after {len(answers)} of {len(lines)} rules: {result.stderr[:300]}")
    return answers


def parse(stamp):
    return datetime(int(stamp[0:4]), int(stamp[4:6]), int(stamp[6:8]), int(stamp[9:11]), int(stamp[11:13]), int(stamp[13:15]))


def libical(command, questions):
    """A list of local times for each question, or a word that says why there is none."""
    lines = ["\t".join([q.start, q.rule, q.first, q.last, str(q.limit)]) for q in questions]
    return [answer[1:] if answer.startswith("!") else [parse(stamp) for stamp in answer.split()] for answer in ask(command, lines)]


def dateutil(question, case):
    """The same for one question; dateutil knows no SKIP."""
    if case.get.get("SKIP", "OMIT") != "OMIT":
        return "skip"
    rule = ";".join(part for part in question.rule.split(";") if not part.startswith(("RSCALE", "SKIP")))
    first, last = parse(question.first), parse(question.last)
    # It searches to the year 9999 for what never comes; the window's end is far enough.
    dateutil_rrule.datetime = SimpleNamespace(**{**vars(datetime_module), "MAXYEAR": min(last.year + 1, 9999)})
    try:
        return within_limit(lambda: walk(dateutil_rrule.rrulestr(rule, dtstart=case.start), case, first, last, question.limit))
    except TimeOut:
        return "timeout"
    except ValueError as error:
        # Where the interval always steps over what the parts name, it says so instead of an empty answer.
        if "empty set" in str(error):
            return [case.start] if first <= case.start <= last else []
        return "refused"


def within_limit(work):
    """The alarm may still ring while the timer is stopped, so the caller sees TimeOut from all of this."""
    signal.setitimer(signal.ITIMER_PROF, TIME_LIMIT)
    try:
        return work()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def walk(rule, case, first, last, limit):
    """The start is the first occurrence also where the rule does not match it, and counts: dateutil leaves both to its caller."""
    remaining = int(case.get["COUNT"]) - 1 if "COUNT" in case.get else -1
    found = [case.start] if first <= case.start <= last else []
    for time in rule:
        if time > last or remaining == 0 or len(found) >= limit:
            break
        if time <= case.start:
            continue
        if time >= first:
            found.append(time)
        remaining -= 1
    return found


def on_alarm(*_):
    raise TimeOut


signal.signal(signal.SIGPROF, on_alarm)
