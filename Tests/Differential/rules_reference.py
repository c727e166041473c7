"""A slow reading of RFC 5545 section 3.3.10 and RFC 7529 section 4.1, sentence by sentence, to decide where two programs differ.

It makes every second, minute, hour or day of an interval and asks of each whether every part allows it. There is no arithmetic to get wrong
and no speed: use it for short windows only."""

from datetime import date, datetime, timedelta
from math import gcd

WEEKDAYS = {name: index for index, name in enumerate(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])}
DAY = timedelta(days=1)


class TooLong(Exception):
    pass


def number_list(parts, name):
    return [int(value) for value in str(parts[name]).split(",")] if name in parts else []


def month_length(year, month):
    return ((date(year + month // 12, month % 12 + 1, 1)) - date(year, month, 1)).days


def first_week(year, week_start):
    """Week 1 is the first with at least four days in the year."""
    day = date(year, 1, 1)
    day -= timedelta(days=(day.weekday() - week_start) % 7)
    return day if (date(year, 1, 1) - day).days <= 3 else day + 7 * DAY


def week_place(day, week_start):
    """The year and the number of the day's week, and how many weeks that year has."""
    for year in (day.year - 1, day.year, day.year + 1):
        first, after = first_week(year, week_start), first_week(year + 1, week_start)
        if first <= day < after:
            return year, (day - first).days // 7 + 1, (after - first).days // 7
    raise AssertionError(day)


class Reference:
    def __init__(self, parts, start):
        self.parts = parts
        self.start = start
        self.frequency = parts["FREQ"]
        self.interval = int(parts.get("INTERVAL", 1))
        self.week_start = WEEKDAYS[parts.get("WKST", "MO")]
        self.skip = parts.get("SKIP", "OMIT")
        self.months = number_list(parts, "BYMONTH")
        self.weeks = number_list(parts, "BYWEEKNO")
        self.year_days = number_list(parts, "BYYEARDAY")
        self.month_days = number_list(parts, "BYMONTHDAY")
        self.days = [(int(item[:-2] or 0), WEEKDAYS[item[-2:]]) for item in parts.get("BYDAY", "").split(",") if item]
        self.hours = number_list(parts, "BYHOUR")
        self.minutes = number_list(parts, "BYMINUTE")
        self.seconds = number_list(parts, "BYSECOND")
        self.positions = number_list(parts, "BYSETPOS")
        names_no_day = not (self.days or self.month_days or self.year_days)
        if self.frequency == "WEEKLY" and not self.days:
            self.days = [(0, start.weekday())]
        if self.frequency == "MONTHLY" and names_no_day:
            self.month_days = [start.day]
        if self.frequency == "YEARLY" and names_no_day:
            if self.weeks:
                self.days = [(0, start.weekday())]
            else:
                self.month_days = [start.day]
                self.months = self.months or [start.month]

    # Days

    @property
    def first_year(self):
        """The year of the first interval: with week numbers the one whose week has the start."""
        return week_place(self.start.date(), self.week_start)[0] if self.weeks else self.start.year

    def day_matches(self, day):
        """Every part but BYMONTH, BYMONTHDAY and BYYEARDAY, which SKIP may have moved."""
        if self.weeks:
            _, number, count = week_place(day, self.week_start)
            if number not in self.weeks and number - count - 1 not in self.weeks:
                return False
        return not self.days or any(self.is_named(day, ordinal, weekday) for ordinal, weekday in self.days)

    def is_named(self, day, ordinal, weekday):
        if day.weekday() != weekday:
            return False
        if ordinal == 0:
            return True
        if self.frequency == "MONTHLY" or "BYMONTH" in self.parts:
            place, length = day.day - 1, month_length(day.year, day.month)
        else:
            place, length = (day - date(day.year, 1, 1)).days, (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
        return ordinal in (place // 7 + 1, -((length - 1 - place) // 7 + 1))

    def moved(self, day_before, wanted, length):
        """Where the n-th day lies of so many that follow the given day; none where it does not exist and SKIP omits it."""
        place = wanted if wanted > 0 else length + 1 + wanted
        if 1 <= place <= length:
            return [day_before + place * DAY]
        if self.skip == "OMIT":
            return []
        if place > length:
            return [day_before + (length if self.skip == "BACKWARD" else length + 1) * DAY]
        return [day_before + (0 if self.skip == "BACKWARD" else 1) * DAY]

    def month_candidates(self, year, month):
        before = date(year, month, 1) - DAY
        length = month_length(year, month)
        wanted = self.month_days or range(1, length + 1)
        return {day for number in wanted for day in self.moved(before, number, length)}

    def year_day_candidates(self, year):
        before = date(year, 1, 1) - DAY
        length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        return {day for number in self.year_days for day in self.moved(before, number, length)}

    def days_of_year(self, year):
        """BYMONTH first, then BYWEEKNO, BYYEARDAY, BYMONTHDAY, SKIP, BYDAY."""
        if self.weeks:
            first, after = first_week(year, self.week_start), first_week(year + 1, self.week_start)
            week_days = {first + n * DAY for n in range((after - first).days)}
        years = (year - 1, year, year + 1) if self.weeks else (year,)
        found = set()
        for each in years:
            for month in range(1, 13):
                if not self.months or month in self.months:
                    found |= self.month_candidates(each, month)
        if self.year_days:
            by_year = {each: self.year_day_candidates(each) for each in years}
            if not self.month_days:
                for each in years:
                    found |= {day for day in by_year[each] if day.year != each and self.is_moved_from_allowed_month(day, each)}
            found &= set().union(*by_year.values())
        if self.weeks:
            found &= week_days
        return {day for day in found if self.day_matches(day)}

    def is_moved_from_allowed_month(self, day, year):
        return not self.months or (1 if day.year < year else 12) in self.months

    def days_of_interval(self, index):
        """The days of the index-th interval from the start's on; nil past the calendar."""
        step = index * self.interval
        first = self.start.date()
        if self.frequency == "YEARLY":
            return self.days_of_year(self.first_year + step)
        if self.frequency == "MONTHLY":
            month = first.year * 12 + first.month - 1 + step
            year, month = month // 12, month % 12 + 1
            if self.months and month not in self.months:
                return set()
            return {day for day in self.month_candidates(year, month) if self.day_matches(day)}
        if self.frequency == "WEEKLY":
            week = first - timedelta(days=(first.weekday() - self.week_start) % 7) + step * 7 * DAY
            return {day for day in (week + n * DAY for n in range(7)) if self.day_is_allowed(day)}
        day = first + step * DAY
        return {day} if self.day_is_allowed(day) else set()

    def day_is_allowed(self, day):
        """The limits of a rule whose intervals are not longer than a week."""
        if self.months and day.month not in self.months:
            return False
        if self.month_days and day.day not in self.month_days and day.day - month_length(day.year, day.month) - 1 not in self.month_days:
            return False
        if self.year_days:
            place = (day - date(day.year, 1, 1)).days + 1
            length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
            if place not in self.year_days and place - length - 1 not in self.year_days:
                return False
        return self.day_matches(day)

    # Times

    def has_too_few_times(self):
        """Whether every interval of a rule finer than a day has fewer times than the least position."""
        seconds = len(self.seconds) or 1
        most = {"HOURLY": (len(self.minutes) or 1) * seconds, "MINUTELY": seconds, "SECONDLY": 1}.get(self.frequency)
        return most is not None and min(abs(position) for position in self.positions) > most

    def select(self, times):
        """BYSETPOS."""
        times = sorted(times)
        if not self.positions:
            return times
        places = {p - 1 if p > 0 else len(times) + p for p in self.positions}
        return [time for place, time in enumerate(times) if place in places]

    def never_meets_the_clock(self):
        """Whether the steps of a rule finer than a day never come upon an hour, minute and second that it names, on any day: the seconds of
        the day that steps come upon are those that differ from the start's by a multiple of what step and day have in common."""
        unit = {"HOURLY": 3_600, "MINUTELY": 60, "SECONDLY": 1}.get(self.frequency)
        if unit is None:
            return False
        start = self.start.hour * 3_600 + self.start.minute * 60 + self.start.second
        common = gcd(self.interval * unit, 86_400)
        return not any(
            (not self.hours or second // 3_600 in self.hours)
            and (unit > 60 or not self.minutes or second // 60 % 60 in self.minutes)
            and (unit > 1 or not self.seconds or second % 60 in self.seconds)
            for second in range(start % common, 86_400, common)
        )

    def intervals(self):
        """The sets of times of one interval after another, after BYSETPOS."""
        start = self.start
        index = 0
        if self.frequency in ("YEARLY", "MONTHLY", "WEEKLY", "DAILY"):
            clock = [
                timedelta(hours=hour, minutes=minute, seconds=second)
                for hour in self.hours or [start.hour]
                for minute in self.minutes or [start.minute]
                for second in self.seconds or [start.second]
            ]
            while True:
                try:
                    days = self.days_of_interval(index)
                except (OverflowError, ValueError):
                    return
                yield self.interval_begin(index), self.select(datetime.combine(day, datetime.min.time()) + time for day in days for time in clock)
                index += 1
        unit = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1), "SECONDLY": timedelta(seconds=1)}[self.frequency]
        begin = start.replace(minute=0, second=0) if self.frequency == "HOURLY" else start
        begin = begin.replace(second=0) if self.frequency == "MINUTELY" else begin
        allowed_day, is_allowed = None, False
        while True:
            time = begin + index * self.interval * unit
            index += 1
            if time.date() != allowed_day:
                allowed_day = time.date()
                is_allowed = self.day_is_allowed(allowed_day)
            if not is_allowed or (self.hours and time.hour not in self.hours):
                yield time, []
                continue
            if self.frequency != "HOURLY" and self.minutes and time.minute not in self.minutes:
                yield time, []
                continue
            if self.frequency == "SECONDLY":
                yield time, self.select([time] if not self.seconds or time.second in self.seconds else [])
                continue
            minutes = (self.minutes or [start.minute]) if self.frequency == "HOURLY" else [time.minute]
            yield time, self.select(
                time.replace(minute=minute, second=second) for minute in minutes for second in self.seconds or [start.second]
            )

    def interval_begin(self, index):
        step = index * self.interval
        first = self.start
        if self.frequency == "YEARLY":
            return datetime(self.first_year + step - 1, 12, 20)
        if self.frequency == "MONTHLY":
            month = first.year * 12 + first.month - 1 + step
            return datetime(month // 12, month % 12 + 1, 1) - DAY
        return first + step * DAY * (7 if self.frequency == "WEEKLY" else 1) - 7 * DAY

    def times(self, first, last, limit, most_intervals=4_000_000):
        """The local times from first to last, at most `limit`; the start comes first and counts."""
        count = int(self.parts["COUNT"]) if "COUNT" in self.parts else None
        found = []
        if first <= self.start <= last:
            found.append(self.start)
        if (self.positions and self.has_too_few_times()) or self.never_meets_the_clock():
            return found
        number, previous = 1, self.start
        for index, (begin, times) in enumerate(self.intervals()):
            if index > most_intervals:
                raise TooLong
            if begin > last:
                return found
            for time in times:
                if time <= previous:
                    continue
                if count is not None and number >= count:
                    return found
                number, previous = number + 1, time
                if time > last or len(found) >= limit:
                    return found
                if time >= first:
                    found.append(time)
        return found
