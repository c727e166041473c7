"""Random texts and calendars: every kind of property, with the characters that break programs."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Alarm, Calendar, Component, Event, FreeBusy, Journal, Todo

ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
PIECES = [
    "a", "Zoë", "ß", "日本語", "🎉", "👩‍👧", "e\u0301",
    " ", "  ", ",", ";", ":", "\\", "\\n", "\\,", "\"", "^", "^n", "^'", "=", "/", "\n", "\t",
    "BEGIN:VEVENT", "END:VCALENDAR", "https://example.org/?a=1&b=2;c", "mailto:ana@example.org", "\u00a0", "\u2028", "\ufeff", "\U0010ffff",
    "x" * 40, "Büro " * 12,
]

PARAMETER_PIECES = [piece for piece in PIECES if not set(piece) & set("\n\"^=\\")]


def text(R, longest=8):
    return "".join(R.choice(PIECES) for _ in range(R.randint(0, longest)))


def parameter(R):
    """Text that the parameters of both sides can carry: see docs/icalendar-differences.md for backslashes, carets and quotation marks."""
    return "".join(R.choice(PARAMETER_PIECES) for _ in range(R.randint(1, 5))).strip() or "x"


def moment(R):
    return datetime(R.randint(1970, 2037), R.randint(1, 12), R.randint(1, 28), R.randint(0, 23), R.randint(0, 59), R.randint(0, 59))


def when(R):
    kind = R.choice(["date", "utc", "floating", "zoned", "zoned"])
    value = moment(R)
    if kind == "date":
        return value.date()
    if kind == "utc":
        return value.replace(tzinfo=timezone.utc)
    return value if kind == "floating" else value.replace(tzinfo=ZoneInfo(R.choice(ZONES)))


def length(R):
    return R.choice([
        timedelta(days=R.randint(-3, 40)), timedelta(hours=R.randint(0, 50), minutes=R.randint(0, 59)), timedelta(weeks=R.randint(1, 4)),
        timedelta(seconds=R.randint(-9_000, 90_000))])


def rule(R):
    parts = {"FREQ": R.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])}
    if R.random() < 0.5:
        parts["INTERVAL"] = R.randint(1, 9)
    if R.random() < 0.5:
        parts["BYDAY"] = R.sample(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], R.randint(1, 3))
    if R.random() < 0.3:
        parts["BYMONTH"] = R.sample(range(1, 13), R.randint(1, 3))
    if R.random() < 0.3:
        parts["COUNT"] = R.randint(1, 99)
    elif R.random() < 0.3:
        parts["UNTIL"] = moment(R).replace(tzinfo=timezone.utc)
    return parts


def address(R):
    value = icalendar.vCalAddress("mailto:" + R.choice(["ana", "ben", "cleo.d"]) + "@example.org")
    for name in R.sample(["CN", "DIR", "X-NOTE"], R.randint(0, 3)):
        value.params[name] = parameter(R)
    if R.random() < 0.5:
        value.params["PARTSTAT"] = R.choice(["ACCEPTED", "DECLINED", "NEEDS-ACTION"])
    if R.random() < 0.3:
        value.params["MEMBER"] = [f"mailto:{n}@example.org" for n in range(R.randint(1, 3))]
    return value


def add_some(R, component):
    for name in ("summary", "description", "location", "comment", "contact", "x-odd-text", "x-a"):
        if R.random() < 0.4:
            parameters = {"LANGUAGE": "de", "ALTREP": parameter(R)} if R.random() < 0.3 else None
            component.add(name, icalendar.vText(text(R)), parameters=parameters)
    if R.random() < 0.3:
        component.add("categories", [text(R, 3) or "c" for _ in range(R.randint(1, 4))])
    for name in ("created", "last-modified"):
        if R.random() < 0.3:
            component.add(name, moment(R).replace(tzinfo=timezone.utc))
    if R.random() < 0.3:
        component.add("url", "https://example.org/" + "p" * R.randint(0, 120))
    if R.random() < 0.2:
        component.add("geo", (round(R.uniform(-90, 90), 4), round(R.uniform(-180, 180), 4)))
    if R.random() < 0.2:
        component.add("attach", icalendar.vBinary(text(R, 30)), parameters={"ENCODING": "BASE64", "VALUE": "BINARY"})
    for _ in range(R.choice([0, 0, 1, 3])):
        component.add("attendee", address(R))
    if R.random() < 0.3:
        component.add("sequence", R.randint(0, 9))


def event(R, number):
    component = Event()
    component.add("uid", f"{number}-{text(R, 2)}@example.org".replace("\n", ""))
    component.add("dtstamp", moment(R).replace(tzinfo=timezone.utc))
    start = when(R)
    component.add("dtstart", start)
    if R.random() < 0.5:
        component.add("dtend", start + timedelta(days=R.randint(1, 3)))
    else:
        component.add("duration", length(R))
    if R.random() < 0.4:
        component.add("rrule", rule(R))
    for name in ("exdate", "rdate"):
        if R.random() < 0.3:
            component.add(name, [start + timedelta(days=n) for n in range(R.randint(1, 4))])
    if R.random() < 0.2:
        component.add("recurrence-id", start, parameters={"RANGE": "THISANDFUTURE"} if R.random() < 0.3 else None)
    add_some(R, component)
    for _ in range(R.choice([0, 0, 1, 2])):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", length(R))
        alarm.add("description", text(R))
        component.add_component(alarm)
    return component


def other(R, number):
    kind = R.choice(["todo", "journal", "freebusy", "own"])
    if kind == "own":
        component = Component()
        component.name = "X-OWN-" + R.choice("AB")
        inner = Component()
        inner.name = "X-INNER"
        add_some(R, inner)
        component.add_component(inner)
    elif kind == "freebusy":
        component = FreeBusy()
        start = moment(R).replace(tzinfo=timezone.utc)
        component.add("freebusy", [(start, start + timedelta(hours=2)), (start, timedelta(minutes=30))], parameters={"FBTYPE": "BUSY"})
    else:
        component = Todo() if kind == "todo" else Journal()
        if kind == "todo":
            component.add("due", when(R))
            component.add("percent-complete", R.randint(0, 100))
    component.add("uid", f"other-{number}")
    add_some(R, component)
    return component


def calendar(R):
    whole = Calendar()
    whole.add("prodid", "-//Differential//" + text(R, 2).replace("\n", " ") + "//EN")
    whole.add("version", "2.0")
    if R.random() < 0.3:
        whole.add("x-wr-calname", icalendar.vText(text(R)))
    if R.random() < 0.2:
        zone = ZoneInfo(R.choice(ZONES))
        whole.add_component(icalendar.Timezone.from_tzinfo(zone, first_date=date(2024, 1, 1), last_date=date(2027, 1, 1)))
    for number in range(R.randint(1, 4)):
        whole.add_component(event(R, number) if R.random() < 0.7 else other(R, number))
    return whole
