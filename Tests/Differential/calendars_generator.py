"""Random series as lines of iCalendar: rules, dates, exceptions, changed occurrences, zones, whole days."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "UTC", "floating", "date", "America/Sao_Paulo"]
DURATIONS = {"PT1H": (0, 3_600), "PT30M": (0, 1_800), "P1D": (1, 0), "PT90M": (0, 5_400), "P1W": (7, 0), "P1DT2H": (1, 7_200)}
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def stamp(value):
    return value.strftime("%Y%m%dT%H%M%S") if isinstance(value, datetime) else value.strftime("%Y%m%d")


def line(name, value, zone):
    forms = {"date": f"{name};VALUE=DATE:", "UTC": f"{name}:", "floating": f"{name}:"}
    return forms.get(zone, f"{name};TZID={zone}:") + stamp(value) + ("Z" if zone == "UTC" else "")


def rule(R):
    frequency = R.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "WEEKLY", "MONTHLY"])
    parts = [f"FREQ={frequency}"]
    if R.random() < 0.4:
        parts.append(f"INTERVAL={R.randint(1, 4)}")
    if frequency == "WEEKLY" and R.random() < 0.6:
        parts.append("BYDAY=" + ",".join(R.sample(DAYS, R.randint(1, 4))))
        if R.random() < 0.5:
            parts.append("WKST=" + R.choice(DAYS))
    elif frequency == "DAILY" and R.random() < 0.3:
        parts.append("BYDAY=" + ",".join(R.sample(DAYS, R.randint(2, 5))))
    elif frequency == "MONTHLY":
        parts += R.choice([
            ["BYMONTHDAY=" + ",".join(map(str, R.sample([1, 5, 15, 28, 29, 30, 31, -1, -2], R.randint(1, 3))))],
            ["BYDAY=" + R.choice(["1", "2", "3", "4", "-1", "-2", ""]) + R.choice(DAYS)],
            ["BYDAY=MO,TU,WE,TH,FR", "BYSETPOS=" + R.choice(["1", "-1", "2", "1,-1"])], []])
    elif frequency == "YEARLY":
        parts += R.choice([
            ["BYMONTH=" + ",".join(map(str, sorted(R.sample(range(1, 13), 2))))],
            [f"BYMONTH={R.randint(1, 12)}", "BYDAY=" + R.choice(["1", "-1", "2"]) + R.choice(DAYS)],
            ["BYDAY=" + R.choice(["20", "1", "-1"]) + R.choice(DAYS)], []])
    return parts


def until(R, first, zone):
    last = first + timedelta(days=R.randint(1, 2_500))
    if zone == "date":
        return last.strftime("%Y%m%d")
    if zone == "floating":
        return stamp(last)
    return stamp(last.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)) + "Z"


class Series:
    """The lines of one UID: its master and changed occurrences."""

    def __init__(self, R, uid):
        self.R, self.uid = R, uid
        # The lengths that its events may have: nominal days, then exact seconds.
        self.lengths = [(0, 2_700)]
        # By how much a changed occurrence moves itself and all that follow.
        self.shift = None
        self.zone = R.choice(ZONES)
        # Calendars of many years hold series that ended long ago, and old ones that go on.
        self.is_old = R.random() < 0.3
        earliest, span = (date(1950, 1, 1), 25_000) if self.is_old else (date(2019, 1, 1), 2_800)
        day = earliest + timedelta(days=R.randint(0, span))
        self.parts = rule(R) if R.random() < 0.7 else []
        first = datetime(day.year, day.month, day.day)
        if self.zone != "date":
            first = first.replace(hour=R.randint(0, 23), minute=R.choice([0, 15, 30, 45]))
        # The RFC leaves open what a start means that the rule does not name, so that it is one that it names.
        self.first = rrulestr(";".join(self.parts), dtstart=first)[0] if self.parts else first

    def seconds(self, moment):
        """The instant of a time on the clock of the series; floating times are in the zone of the owner."""
        info = ZoneInfo({"UTC": "UTC", "floating": "Europe/Berlin"}.get(self.zone, self.zone))
        return int(moment.replace(tzinfo=info).timestamp())

    def value(self, moment):
        return moment.date() if self.zone == "date" else moment

    def line(self, name, moment):
        return line(name, self.value(moment), self.zone)

    def length(self):
        if self.zone == "date":
            return [self.line("DTEND", self.first + timedelta(days=self.R.randint(1, 4)))] if self.R.random() < 0.8 else []
        if self.R.random() < 0.5:
            last = self.first + timedelta(minutes=self.R.choice([15, 30, 60, 90, 300]))
            self.lengths.append((0, self.seconds(last) - self.seconds(self.first)))
            return [self.line("DTEND", last)]
        duration = self.R.choice(list(DURATIONS))
        self.lengths.append(DURATIONS[duration])
        return ["DURATION:" + duration]

    def begin(self, summary):
        return ["BEGIN:VEVENT", f"UID:{self.uid}", "DTSTAMP:20260101T000000Z", f"SUMMARY:{summary}"]

    def occurrences(self):
        """The first few, before any exception."""
        if not self.parts:
            return [self.first]
        bounded = ";".join(part for part in self.parts if not part.startswith("UNTIL"))
        found = []
        for moment in rrulestr(bounded, dtstart=self.first):
            found.append(moment)
            if len(found) > 60:
                break
        return found

    def lines(self):
        R = self.R
        if self.parts and R.random() < (0.6 if self.is_old else 0.3):
            self.parts.append(f"COUNT={R.choice([12, 99, 999]) if self.is_old else R.randint(1, 200)}")
        elif self.parts and R.random() < 0.45:
            self.parts.append("UNTIL=" + until(R, self.first, self.zone))
        lines = self.begin("regular") + [self.line("DTSTART", self.first)] + self.length()
        if self.parts:
            lines.append("RRULE:" + ";".join(self.parts))
        found = self.occurrences()
        gone = R.sample(found[1:], min(len(found) - 1, R.randint(0, 3))) if R.random() < 0.5 else []
        lines += [self.line("EXDATE", moment) for moment in gone]
        lines += self.dates() if self.parts else []
        lines.append("END:VEVENT")
        left = [moment for moment in found[1:] if moment not in gone]
        if self.parts and left and R.random() < 0.5:
            for moment in R.sample(left, min(len(left), R.randint(1, 3))):
                lines += self.changed(moment)
        elif self.parts and left and R.random() < 0.2:
            lines += self.changed(R.choice(left), following=True)
        return lines

    def dates(self):
        dates = []
        for _ in range(self.R.randint(1, 3) if self.R.random() < 0.3 else 0):
            dates.append(self.first + timedelta(days=self.R.randint(1, 600), hours=0 if self.zone == "date" else self.R.randint(0, 5)))
        lines = [self.line("RDATE", moment) for moment in dict.fromkeys(dates)]
        if self.zone == "UTC" and self.R.random() < 0.2:
            start = self.first + timedelta(days=self.R.randint(1, 600), hours=7)
            lines.append(f"RDATE;VALUE=PERIOD:{stamp(start)}Z/" + self.R.choice(["PT3H", stamp(start + timedelta(hours=5)) + "Z"]))
        return lines

    def changed(self, moment, following=False):
        R = self.R
        moved = moment + timedelta(days=R.randint(-3, 3), hours=0 if self.zone == "date" else R.randint(-2, 2))
        lines = self.begin("changed") + [self.line("RECURRENCE-ID", moment), self.line("DTSTART", moved)]
        if following:
            self.shift = moved - moment
            lines[-2] = lines[-2].replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE", 1)
        lines.append(self.line("DTEND", moved + timedelta(days=1)) if self.zone == "date" else "DURATION:PT45M")
        return lines + ["END:VEVENT"]
