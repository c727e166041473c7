"""Why an oracle differs: the classes of docs/recurrence-differences.md, each with the test of a rule that puts it there.

A class alone settles nothing: rules_differential.py also wants somebody else to agree with Kalends, the other oracle or the slow reading of
the RFC in rules_reference.py."""

CLOCK_PARTS = ("BYHOUR", "BYMINUTE", "BYSECOND")
DAILY_AND_SHORTER = ("DAILY", "HOURLY", "MINUTELY", "SECONDLY")
SUB_DAILY = DAILY_AND_SHORTER[1:]


class Facts:
    def __init__(self, case):
        self.case = case
        self.parts = case.get
        self.frequency = self.parts["FREQ"]
        self.interval = int(self.parts.get("INTERVAL", 1))

    def has(self, *names):
        return any(name in self.parts for name in names)

    def is_negative(self, *names):
        return any("-" in str(self.parts.get(name, "")) for name in names)

    @property
    def days(self):
        return str(self.parts.get("BYDAY", "")).split(",") if self.has("BYDAY") else []

    @property
    def has_clock_limit(self):
        """Whether a part of the clock is as long as the frequency or longer, and so limits."""
        limits = {"HOURLY": 1, "MINUTELY": 2, "SECONDLY": 3}.get(self.frequency, 0)
        return self.has(*CLOCK_PARTS[:limits])


# libical 3.0

def libical_negative_day_limit(f):
    """It does not count days from the end where BYMONTHDAY or BYYEARDAY limits."""
    return f.frequency in DAILY_AND_SHORTER and f.is_negative("BYMONTHDAY", "BYYEARDAY")


def libical_positions_ignored(f):
    """It takes BYSETPOS from the days of a month or year only: not from times, nor in other frequencies."""
    return f.has("BYSETPOS") and (f.frequency not in ("MONTHLY", "YEARLY") or f.has(*CLOCK_PARTS))


def libical_positions_unordered(f):
    """It counts positions in the order in which days from the end are written."""
    return f.has("BYSETPOS") and f.is_negative("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY")


def libical_interval_lost(f):
    """It does not keep the interval of hours, minutes or seconds through a limit."""
    return f.frequency in SUB_DAILY and f.interval > 1 and f.has_clock_limit


def libical_start_counted_twice(f):
    """It counts the start twice where a limit has several values."""
    return f.frequency in SUB_DAILY and f.has("COUNT") and f.has_clock_limit


def libical_month_of_start(f):
    """It takes the month from the start where BYMONTHDAY is without BYMONTH in a yearly rule."""
    return f.frequency == "YEARLY" and f.has("BYMONTHDAY") and not f.has("BYMONTH")


def libical_week_start(f):
    """It loses count of the weeks of an interval where weeks do not start on Monday."""
    return f.frequency == "WEEKLY" and f.interval > 1 and f.parts.get("WKST", "MO") != "MO"


def libical_skip_of_start(f):
    """It moves the day of the start by SKIP also where BYDAY or other parts name the days."""
    return f.parts.get("SKIP", "OMIT") != "OMIT" and f.has("BYDAY", "BYYEARDAY", "BYWEEKNO") and not f.has("BYMONTHDAY")


def libical_skip_to_other_month(f):
    """It asks BYMONTH, BYDAY and the interval again of the month that SKIP has moved a date to."""
    return f.parts.get("SKIP", "OMIT") != "OMIT" and (f.has("BYMONTHDAY") or not f.has("BYDAY"))


def libical_week_numbers(f):
    """It numbers weeks by the weekday of the start and forgets WKST."""
    return f.has("BYWEEKNO")


def unsynchronised_start(f):
    """The start is not an occurrence of the rule, which RFC 5545 leaves undefined."""
    return not f.case.synchronised


# python-dateutil

def dateutil_mixed_days(f):
    """It wants a day to be both among the plain weekdays and among the numbered ones."""
    return any(len(day) > 2 for day in f.days) and any(len(day) == 2 for day in f.days)


def dateutil_whole_weeks(f):
    """It takes all seven days of a numbered week where no part names days."""
    return f.has("BYWEEKNO") and not f.has("BYDAY", "BYMONTHDAY", "BYYEARDAY")


def dateutil_calendar_years(f):
    """It cuts numbered weeks at 1 January, which shows with an interval and with positions."""
    return f.has("BYWEEKNO") and (f.interval > 1 or f.has("BYSETPOS"))


def dateutil_last_week(f):
    """It misses days of a year's last week that lie in January."""
    return bool({"52", "53", "-1", "-52", "-53"} & set(str(f.parts.get("BYWEEKNO", "")).split(",")))


def dateutil_part_of_first_week(f):
    """It counts positions in the first week from the start on, not from the week's beginning."""
    return f.frequency == "WEEKLY" and f.has("BYSETPOS")


CLASSES = {
    "libical": [
        libical_negative_day_limit, libical_positions_ignored, libical_positions_unordered, libical_interval_lost,
        libical_start_counted_twice, libical_month_of_start,
        libical_week_start, libical_week_numbers, libical_skip_of_start,
        libical_skip_to_other_month, unsynchronised_start,
    ],
    "dateutil": [dateutil_mixed_days, dateutil_whole_weeks, dateutil_calendar_years, dateutil_last_week, dateutil_part_of_first_week],
}


def reason(name, case):
    """The name of the first class that the rule is in; none when there is none."""
    facts = Facts(case)
    for test in CLASSES[name]:
        if test(facts):
            return test.__name__.removeprefix(name + "_")
    return None


def undocumented(text):
    """The classes that the page does not name."""
    return [test.__name__ for tests in CLASSES.values() for test in tests if f"`{test.__name__}`" not in text]
