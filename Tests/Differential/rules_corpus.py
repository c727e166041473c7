"""A thousand rules as calendars have them, of every frequency, in several zones, with ends and exceptions, and what each program is asked.

The window is 2026 and 2027. A rule may begin years before it or within it; each start is an occurrence of its rule."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import rules_oracles
from rules_generator import FREQUENCIES, WEEKDAYS, ZONES, Case, stamp

SEED = 5545
WINDOW = (1_767_225_600, 1_830_297_600)
"""2026-01-01 and 2028-01-01 in UTC."""
DURATION = 1_800
"""Seconds that each occurrence lasts; one that has begun before the window and ends within it counts."""
WEIGHTS = {"YEARLY": 15, "MONTHLY": 20, "WEEKLY": 30, "DAILY": 22, "HOURLY": 6, "MINUTELY": 4, "SECONDLY": 3}


@dataclass(frozen=True)
class Entry:
    """A rule and the starts that are excepted from it, on its clock."""
    case: Case
    exceptions: tuple = ()

    @property
    def local_rule(self):
        """The rule for a program that is asked without zones: UNTIL on the rule's clock."""
        text = ";".join(f"{name}={value}" for name, value in self.case.parts)
        return text + (";UNTIL=" + stamp(self.local_until) if self.case.until else "")

    @property
    def local_until(self):
        return self.case.until[1].replace(tzinfo=timezone.utc).astimezone(ZoneInfo(self.case.zone)).replace(tzinfo=None)

    def line(self, rule=None):
        """The zone, the start, the rule (else the one on its clock), the first start that counts, the end, and the exceptions."""
        case = self.case
        exceptions = " ".join(map(stamp, self.exceptions))
        return "\t".join([case.zone, stamp(case.start), rule or self.local_rule, str(case.begin), str(case.end), exceptions])

    def event(self, number):
        """The lines of a VEVENT."""
        zone = "" if self.case.zone == "UTC" else f";TZID={self.case.zone}"
        z = "Z" if self.case.zone == "UTC" else ""
        lines = ["BEGIN:VEVENT", f"UID:{number}", "DTSTAMP:20260101T000000Z", f"DTSTART{zone}:{stamp(self.case.start)}{z}",
                 f"DURATION:PT{DURATION // 60}M", f"RRULE:{self.case.rule()}"]
        lines += [f"EXDATE{zone}:{stamp(time)}{z}" for time in self.exceptions]
        return lines + ["END:VEVENT"]


def some(r, values, most):
    return ",".join(str(value) for value in sorted(r.sample(values, r.randint(1, most))))


def weekdays(r, most):
    return ",".join(sorted(r.sample(WEEKDAYS, r.randint(1, most)), key=WEEKDAYS.index))


def yearly(r):
    month, nth = some(r, range(1, 13), 3), r.choice([1, 2, 3, -1])
    return r.choice([
        {}, {"INTERVAL": 2}, {"BYMONTH": month}, {"BYMONTH": month, "BYDAY": f"{nth}{r.choice(WEEKDAYS)}"},
        {"BYMONTH": month, "BYMONTHDAY": some(r, range(1, 29), 3)}, {"BYDAY": f"{r.randint(1, 50)}{r.choice(WEEKDAYS)}"},
        {"BYYEARDAY": some(r, range(1, 366), 5)}, {"BYWEEKNO": some(r, range(2, 52), 4), "BYDAY": weekdays(r, 3)},
        {"BYMONTH": month, "BYDAY": "MO,TU,WE,TH,FR", "BYSETPOS": r.choice([1, -1])}])


def monthly(r):
    nth = r.choice([1, 2, 3, 4, -1, -2])
    return r.choice([
        {}, {"INTERVAL": r.randint(2, 6)}, {"BYMONTHDAY": some(r, range(1, 29), 4)}, {"BYMONTHDAY": -1},
        {"BYDAY": f"{nth}{r.choice(WEEKDAYS)}"}, {"BYDAY": f"1{r.choice(WEEKDAYS)},3{r.choice(WEEKDAYS)}"},
        {"BYDAY": "MO,TU,WE,TH,FR", "BYSETPOS": r.choice([1, 2, -1])}, {"BYDAY": "FR", "BYMONTHDAY": 13},
        {"BYDAY": weekdays(r, 2), "BYMONTH": some(r, range(1, 13), 6)}])


def weekly(r):
    parts = r.choice([{}, {"BYDAY": weekdays(r, 5)}, {"BYDAY": weekdays(r, 3)}, {"BYDAY": "MO,TU,WE,TH,FR"}])
    if r.random() < 0.3:
        parts = {"INTERVAL": r.randint(2, 4)} | parts
    if r.random() < 0.1:
        parts = parts | {"BYHOUR": some(r, range(7, 20), 3)}
    return parts


def daily(r):
    return r.choice([
        {}, {"INTERVAL": r.randint(2, 14)}, {"BYDAY": "MO,TU,WE,TH,FR"}, {"BYMONTH": some(r, range(1, 13), 4)},
        {"BYHOUR": some(r, range(7, 20), 3)}, {"BYMONTHDAY": some(r, range(1, 29), 10)}, {"BYHOUR": "9", "BYMINUTE": "0,30"}])


def hourly(r):
    return r.choice([{"INTERVAL": r.randint(2, 24)}, {"BYHOUR": some(r, range(8, 18), 5)}, {"INTERVAL": 4, "BYDAY": weekdays(r, 5)},
                     {"BYHOUR": "9,10,11", "BYMINUTE": "0,20,40", "BYDAY": weekdays(r, 2)}])


def minutely(r):
    return r.choice([{"INTERVAL": r.randint(45, 900)}, {"INTERVAL": 90, "BYDAY": weekdays(r, 4)},
                     {"BYHOUR": "9", "BYMINUTE": some(r, range(60), 4), "BYDAY": weekdays(r, 3)}])


def secondly(r):
    return r.choice([{"INTERVAL": r.randint(3_600, 30_000)}, {"INTERVAL": 5_400, "BYDAY": weekdays(r, 3)}])


PARTS = dict(zip(FREQUENCIES, [yearly, monthly, weekly, daily, hourly, minutely, secondly], strict=True))


def drawn(number):
    """The number-th rule before its start is moved to its first match, and how many days after the start it ends, if by UNTIL."""
    r = random.Random(f"{SEED}/{number}/bench")
    frequency = r.choices(list(WEIGHTS), weights=list(WEIGHTS.values()))[0]
    parts = {"FREQ": frequency} | PARTS[frequency](r)
    if frequency == "WEEKLY" and r.random() < 0.2:
        parts["WKST"] = r.choice(["MO", "SU"])
    start = datetime(2027, 6, 1) - timedelta(days=r.randrange(10 * 365 if r.random() < 0.3 else 4 * 365), minutes=15 * r.randrange(96))
    ending = r.random()
    if ending < 0.25:
        parts["COUNT"] = r.choice([5, 10, 25, 50, 100, 500, 1_000])
    days = r.randrange(30, 1_500) if 0.25 <= ending < 0.5 else None
    return Case(r.choice(ZONES), start, tuple(parts.items()), None, WINDOW[0] - DURATION + 1, WINDOW[1], 1 << 40), days


def ended(case, days):
    """The rule with the last second of a day on its clock as UNTIL, in UTC as RFC 5545 wants it."""
    if days is None:
        return case
    last = (case.start + timedelta(days=days)).replace(hour=23, minute=59, second=59, tzinfo=ZoneInfo(case.zone))
    return replace(case, until=("utc", last.astimezone(timezone.utc).replace(tzinfo=None)))


def synchronised(probe, cases):
    """The cases with their starts moved to where their rules match for the first time; the window stays."""
    bare = [replace(case, parts=tuple(part for part in case.parts if part[0] != "COUNT"), begin=-(1 << 40), end=1 << 40, limit=2)
            for case in cases]
    starts = []
    for case, answer in zip(cases, rules_oracles.ask([probe], [case.line() for case in bare]), strict=True):
        second = int(answer.split("\t")[1].split()[1])
        starts.append(datetime.fromtimestamp(second, ZoneInfo(case.zone)).replace(tzinfo=None))
    return [replace(case, start=start, synchronised=True) for case, start in zip(cases, starts, strict=True)]


def is_plain(instant, info):
    """Whether no clock change of the hours before may have moved the time."""
    return len({datetime.fromtimestamp(instant - hours * 3_600, info).utcoffset() for hours in range(-3, 4)}) == 1


def exceptions(number, case, instants):
    """Every third rule has some of its starts excepted."""
    r = random.Random(f"{SEED}/{number}/exceptions")
    info = ZoneInfo(case.zone)
    plain = [instant for instant in instants if is_plain(instant, info)]
    if number % 3 or not plain:
        return ()
    chosen = sorted(r.sample(plain, min(len(plain), r.randint(1, 12))))
    return tuple(datetime.fromtimestamp(instant, info).replace(tzinfo=None) for instant in chosen)


def entries(probe, count):
    """The rules with their exceptions, which are drawn from what the rules give."""
    cases, days = zip(*map(drawn, range(count)), strict=True)
    cases = [ended(case, after) for case, after in zip(synchronised(probe, cases), days, strict=True)]
    answers = rules_oracles.ask([probe], [case.line() for case in cases])
    instants = [list(map(int, answer.split("\t")[1].split())) for answer in answers]
    return [Entry(case, exceptions(number, case, times)) for number, (case, times) in enumerate(zip(cases, instants, strict=True))]


def calendar(entries):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Corpus//EN"]
    for number, entry in enumerate(entries):
        lines += entry.event(number)
    return "".join(line + "\r\n" for line in lines + ["END:VCALENDAR"])
