"""Seeded random recurrence rules: all parts in all their combinations that the RFC allows, several zones, and the edges of clock changes."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = [
    "UTC", "America/New_York", "Europe/Berlin", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo",
    "Africa/Casablanca", "Pacific/Apia", "America/St_Johns", "Asia/Tehran", "Pacific/Auckland",
]
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FREQUENCIES = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"]
DAY = 86_400


@dataclass(frozen=True)
class Case:
    zone: str
    start: datetime
    """Local, without a zone."""
    parts: tuple
    """Pairs of name and value, without UNTIL."""
    until: tuple | None
    """Its form (`local` or `utc`) and a datetime."""
    begin: int
    end: int
    limit: int
    synchronised: bool = False
    """Whether the start is an occurrence of the rule: else RFC 5545 leaves the result undefined."""

    def starting_at(self, start):
        """The same with another start, and everything else as far from it."""
        shift = start - self.start
        until = (self.until[0], self.until[1] + shift) if self.until else None
        seconds = int(shift.total_seconds())
        return replace(self, start=start, until=until, begin=self.begin + seconds, end=self.end + seconds, synchronised=True)

    @property
    def get(self):
        return dict(self.parts)

    def rule(self):
        text = ";".join(f"{name}={value}" for name, value in self.parts)
        if self.until:
            form, time = self.until
            text += time.strftime(";UNTIL=%04d%%m%%dT%%H%%M%%S" % time.year) + ("Z" if form == "utc" else "")
        return text

    def line(self):
        return "\t".join([self.zone, stamp(self.start), self.rule(), str(self.begin), str(self.end), str(self.limit)])


def stamp(time):
    return f"{time.year:04d}{time:%m%dT%H%M%S}"


def numbers(r, low, high, signed=False, most=4):
    """One to `most` numbers, seldom many."""
    size = r.randint(1, most) if r.random() < 0.9 else r.randint(1, min(high - low + 1, 20))
    values = {r.randint(low, high) * (r.choice([1, -1]) if signed and low > 0 else 1) for _ in range(size)}
    return ",".join(str(value) for value in sorted(values))


def days(r, ordinal_limit):
    items = []
    for weekday in r.sample(WEEKDAYS, r.choice([1, 1, 2, 2, 3, 5, 7])):
        if ordinal_limit and r.random() < 0.6:
            items.append(f"{r.choice([1, -1]) * r.randint(1, ordinal_limit)}{weekday}")
        else:
            items.append(weekday)
    return ",".join(items)


def date_parts(r, frequency, parts):
    """The parts that choose days; a few at a time, as with more of them nearly nothing matches."""
    def maybe(chance):
        return r.random() < chance

    sub_daily = frequency in FREQUENCIES[4:]
    if maybe(0.3):
        parts["BYMONTH"] = numbers(r, 1, 12)
    if frequency == "YEARLY" and maybe(0.2):
        parts["BYWEEKNO"] = numbers(r, 1, 53, signed=True)
    if (frequency == "YEARLY" and maybe(0.2)) or (sub_daily and maybe(0.08)):
        parts["BYYEARDAY"] = numbers(r, 1, 366, signed=True, most=8)
    if frequency != "WEEKLY" and maybe(0.3 if frequency in ("YEARLY", "MONTHLY") else 0.15):
        parts["BYMONTHDAY"] = numbers(r, 1, 31, signed=True, most=5)
    if maybe(0.45 if not sub_daily else 0.25):
        limit = 0
        if frequency == "MONTHLY" or (frequency == "YEARLY" and "BYMONTH" in parts):
            limit = 5
        elif frequency == "YEARLY" and "BYWEEKNO" not in parts:
            limit = 53
        if "BYWEEKNO" in parts:
            limit = 0
        parts["BYDAY"] = days(r, limit if maybe(0.6) else 0)


def clock_parts(r, frequency, parts):
    chance = 0.12 if frequency in FREQUENCIES[:4] else 0.3
    if r.random() < chance:
        parts["BYHOUR"] = numbers(r, 0, 23)
    if r.random() < chance:
        parts["BYMINUTE"] = numbers(r, 0, 59)
    if r.random() < chance * 0.7:
        parts["BYSECOND"] = numbers(r, 0, 59)


def interval(r, frequency):
    if r.random() < 0.45:
        return 1
    small = {"YEARLY": 4, "MONTHLY": 14, "WEEKLY": 6, "DAILY": 40, "HOURLY": 50, "MINUTELY": 200, "SECONDLY": 4_000}
    return r.randint(1, small[frequency])


def near_clock_change(r, zone):
    """A local time within some hours of a clock change of the zone, or nil where none is near."""
    info = ZoneInfo(zone)
    time = datetime(r.randint(1990, 2036), r.choice([3, 4, 9, 10, 11]), 1, tzinfo=timezone.utc)
    offset = time.astimezone(info).utcoffset()
    for _ in range(60):
        later = time + timedelta(days=1)
        if later.astimezone(info).utcoffset() != offset:
            local = later.astimezone(info).replace(tzinfo=None)
            return local.replace(hour=r.randint(0, 4), minute=r.choice([0, 15, 30, 45]), second=0) + timedelta(days=r.randint(-2, 1))
        time = later
    return None


def start_of(r, zone):
    if r.random() < 0.3:
        near = near_clock_change(r, zone)
        if near:
            return near
    base = datetime(r.randint(1971, 2035), 1, 1) + timedelta(days=r.randint(0, 365))
    if r.random() < 0.1:
        base = r.choice([datetime(2024, 2, 29), datetime(2000, 2, 29), datetime(2021, 12, 31), datetime(2022, 1, 31)])
    return base + timedelta(seconds=r.choice([0, 9 * 3600, r.randrange(DAY), r.randrange(0, DAY, 900)]))


def case(seed, number):
    """The number-th case of a seed, and whether its start shall be moved to the rule's first match."""
    r = random.Random(f"{seed}/{number}")
    zone = r.choice(ZONES)
    frequency = r.choices(FREQUENCIES, weights=[25, 20, 15, 15, 10, 8, 7])[0]
    start = start_of(r, zone)
    parts = {"FREQ": frequency}
    step = interval(r, frequency)
    if step > 1:
        parts["INTERVAL"] = step
    date_parts(r, frequency, parts)
    clock_parts(r, frequency, parts)
    if any(name.startswith("BY") for name in parts) and r.random() < 0.15:
        parts["BYSETPOS"] = numbers(r, 1, r.choice([2, 5, 20, 366]), signed=True)
    if r.random() < 0.25:
        parts["WKST"] = r.choice(WEEKDAYS)
    if frequency != "WEEKLY" and r.random() < 0.08:
        parts["RSCALE"] = "GREGORIAN"
        parts["SKIP"] = r.choice(["OMIT", "BACKWARD", "FORWARD"])
    if r.random() < 0.3:
        parts["COUNT"] = r.choice([1, 2, 3, 10, 50, 200, r.randint(1, 3_000)])
    return bounded(r, zone, start, parts), r.random() < 0.75


def bounded(r, zone, start, parts):
    """Adds UNTIL and the window, which is as near to the start as a program that walks there can bear."""
    frequency = parts["FREQ"]
    step = int(parts.get("INTERVAL", 1))
    unit = {"YEARLY": 366 * DAY, "MONTHLY": 31 * DAY, "WEEKLY": 7 * DAY, "DAILY": DAY, "HOURLY": 3_600, "MINUTELY": 60, "SECONDLY": 1}
    reach = min(20 * 366 * DAY, unit[frequency] * step * 3_000)
    start_instant = int(start.replace(tzinfo=timezone.utc).timestamp())
    begin = start_instant - 2 * DAY
    if r.random() < 0.5:
        begin = start_instant + r.randrange(max(1, reach // 2))
    length = r.choice([DAY, 7 * DAY, 31 * DAY, 366 * DAY, 2 * 366 * DAY, r.randint(DAY, 20 * 366 * DAY)])
    until = None
    if "COUNT" not in parts and r.random() < 0.2:
        until = (r.choice(["local", "utc"]), start + timedelta(seconds=r.randrange(max(1, reach))))
    limit = r.choices([10, 30, 100, 300, 2_000], weights=[20, 30, 30, 16, 4])[0]
    return Case(zone, start, tuple(parts.items()), until, begin, begin + length, limit)
