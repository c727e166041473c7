"""A calendar as large offices have them: so many events with times, texts, guests, rules and alarms, correctly folded."""

import random

WORDS = "Team meeting review lunch Büro client call planning dentist school training workshop Grüße interview demo".split()
RULES = [
    "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=20", "FREQ=MONTHLY;COUNT=12;BYDAY=MO;BYSETPOS=1", "FREQ=YEARLY;COUNT=99",
    "FREQ=WEEKLY;UNTIL=20271231T225959Z",
]
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE""".split("\n")


def folded(line):
    rest, parts = line.encode(), []
    while len(rest) > (74 if parts else 75):
        end = 74 if parts else 75
        while rest[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(rest[:end])
        rest = rest[end:]
    return b"\r\n ".join(parts + [rest])


def text(R, count):
    return " ".join(R.choice(WORDS) for _ in range(count))


def event(R):
    year = R.randint(2024, 2027) if R.random() < 0.7 else R.randint(1950, 2023)
    day = f"{year:04}{R.randint(1, 12):02}{R.randint(1, 28):02}"
    hour = R.randint(6, 18)
    lines = [
        "BEGIN:VEVENT", f"UID:{R.getrandbits(128):032x}@example.org", "DTSTAMP:20260101T000000Z", "CREATED:20250101T000000Z",
        "LAST-MODIFIED:20250601T120000Z", f"SEQUENCE:{R.randint(0, 3)}", "SUMMARY:" + text(R, 4), "STATUS:CONFIRMED", "TRANSP:OPAQUE"]
    start = f"TZID=Europe/Berlin:{day}T{hour:02}0000"
    if R.random() < 0.1:
        lines.append(f"DTSTART;VALUE=DATE:{day}")
    else:
        lines += [f"DTSTART;{start}", f"DTEND;TZID=Europe/Berlin:{day}T{hour + 1:02}3000"]
        if R.random() < 0.25:
            lines += [f"RRULE:{R.choice(RULES)}", f"EXDATE;{start}"]
    if R.random() < 0.5:
        lines.append(f"DESCRIPTION:{text(R, R.randint(10, 40))}\\n{text(R, 8)}\\, ok")
    if R.random() < 0.5:
        lines.append(f"LOCATION:{text(R, 3)}\\, Berlin")
    if R.random() < 0.4:
        lines.append("ORGANIZER;CN=Ana:mailto:ana@example.org")
        for number in range(R.randint(1, 3)):
            lines.append(
                f'ATTENDEE;CN="Guest {number}, {text(R, 1)}";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:'
                f"mailto:guest{number}@example.org")
    if R.random() < 0.3:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DESCRIPTION:Reminder", "END:VALARM"]
    return lines + ["END:VEVENT"]


def calendar(count, seed=5545):
    R = random.Random(seed)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Corpus//EN", "CALSCALE:GREGORIAN"] + ZONE
    for _ in range(count):
        lines += event(R)
    return b"".join(folded(line) + b"\r\n" for line in lines + ["END:VCALENDAR"])
