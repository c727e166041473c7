"""That what an expansion holds does not grow with its window: the most memory that a process ever held, for 2 years and for 200."""

from bench_programs import answer_and_peak
from harness.figures import Figure

FROM, SHORT, LONG = "2026-01-01T00:00:00Z", "2028-01-01T00:00:00Z", "2226-01-01T00:00:00Z"
# The same in seconds since 1970.
SECONDS = {FROM: 1_767_225_600, SHORT: 1_830_297_600, LONG: 8_078_572_800}
LIMIT = 1.05
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Corpus//EN
BEGIN:VEVENT
UID:long
DTSTAMP:20200101T000000Z
DTSTART;TZID=Europe/Berlin:20200101T093000
DURATION:PT30M
RRULE:FREQ={frequency}
END:VEVENT
END:VCALENDAR
"""


def rule_line(frequency, end):
    return "\t".join(["Europe/Berlin", "20200101T093000", f"FREQ={frequency}", str(SECONDS[FROM]), str(SECONDS[end]), str(1 << 40)])


def growth(name, ask):
    """The rows of something that is asked for both windows, by a function from the end to a number of occurrences and megabytes."""
    (few, short), (many, long) = ask(SHORT), ask(LONG)
    if not 50 * few < many:
        raise SystemExit(f"{name}: {few} occurrences in two years and {many} in two hundred")
    return [
        Figure(f"memory of {name}, 2 years, {few:,} occurrences", short, "MB"),
        Figure(f"… 200 years, {many:,} occurrences", long, "MB"),
        Figure("… how much more", long / short, "times", f"at most {LIMIT}", long <= LIMIT * short),
    ]


def figures(programs):
    def rule(frequency):
        return lambda end: answer_and_peak([programs.time_probe, "count"], rule_line(frequency, end))

    def calendar(frequency):
        file = programs.file(f"{frequency}.ics", EVENT.format(frequency=frequency).replace("\n", "\r\n").encode())
        return lambda end: answer_and_peak([programs.calendar_probe, "count"], "\t".join([file, FROM, end, "Europe/Berlin"]))

    return [
        *growth("an hourly rule", rule("HOURLY")), *growth("an hourly series", calendar("HOURLY")),
        *growth("a daily series", calendar("DAILY"))]
