"""The figures of `make bench`: each beside a bare route of the same server in the same run, and each against its limit.

The month search: M busy blocks of 15 to 60 minutes spread evenly over N people and two years, one 30-minute service, hours 9 to 17
on all days; the answer, over HTTP, is every free slot of the next 30 days of all N people, and equals a brute-force answer.
"""

import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import requests
from harness.counts import SEED
from harness.database import Database
from harness.figures import Figure, report
from harness.instructions import InstructionCounter
from harness.kalends import Kalends
from kalends_client import Cast, Client, MonthSearch, booking_form, is_confirmed, set_hours, set_up, signed_in, slots

SECONDS = 3
ROUNDS = 3
THREADS, CONNECTIONS = 1, 16
LEAD = 2 * 3600
HALF_HOUR = 1800


@contextmanager
def instance(**settings: str):
    """A fresh server that went through its set-up, and all that it is made of."""
    with tempfile.TemporaryDirectory() as folder:
        cast = Cast()
        kalends = Kalends(Path(folder), KALENDS_POLL_SECONDS="600", **settings).start()
        try:
            set_up(kalends, cast)
            yield kalends, cast, Database(kalends.data)
        finally:
            kalends.stop()


def rate(url: str, seconds: float = SECONDS) -> float:
    """Requests per second as wrk sees them; an answer that is no success makes the figure void."""
    command = ["wrk", "-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{seconds}s", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in output and "Socket errors" not in output, output
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))


# MARK: the month search


def blocks(count: int, people: int, now: datetime) -> list[tuple[int, int, int]]:
    """(person, start, end), seeded: evenly over the people and over two years from a year ago on."""
    draw = random.Random(SEED)
    first = int((now - timedelta(days=365)).timestamp()) // 900 * 900
    span = 730 * 86_400
    found = []
    for n in range(count):
        start = first + (n // people * people * span // count + draw.randrange(0, span * people // count)) // 900 * 900
        found.append((n % people, start, start + draw.choice([900, 1800, 2700, 3600])))
    return found


def brute_force(busy: list[tuple[int, int, int]], people: int, zone: ZoneInfo, earliest: int, end: int) -> list[set[int]]:
    """Every half-hour start between 9 and 17 from an instant on whose half hour meets no block: looked at one by one."""
    answer = []
    first = datetime.fromtimestamp(earliest, zone).date()
    for person in range(people):
        mine = [(start, until) for owner, start, until in busy if owner == person]
        free = set()
        for day in range(40):
            opens = int(datetime.combine(first + timedelta(days=day), datetime.min.time().replace(hour=9), zone).timestamp())
            for start in range(opens, opens + 8 * 3600, HALF_HOUR):
                if earliest <= start < end and not any(a < start + HALF_HOUR and start < b for a, b in mine):
                    free.add(start)
        answer.append(free)
    return answer


@contextmanager
def world(people: int, count: int):
    """An instance with N people and M blocks; yields it with the search and the blocks, to which a booking may be added."""
    with instance() as (kalends, cast, database):
        set_hours(signed_in(kalends, cast), cast)
        database.set_lead_times(LEAD, 365 * 86_400)
        resources = database.add_people(people)
        busy = blocks(count, people, datetime.now(ZoneInfo(cast.zone)))
        database.add_busy_blocks([(resources[person], start, end) for person, start, end in busy])
        yield kalends, cast, database, MonthSearch(kalends, cast), busy


def is_right(search: MonthSearch, busy: list, people: int) -> bool:
    """Whether the answer is exactly what brute force finds, today's slots past the lead time included."""
    answer = requests.get(search.url, timeout=60).json()
    found = [set(person["starts"]) for person in answer["staff"]]
    return found == brute_force(busy, people, search.zone, answer["from"] + LEAD, answer["to"])


def is_right_after_a_booking(kalends: Kalends, cast: Cast, search: MonthSearch, busy: list, people: int) -> bool:
    """The answer right after a confirmation: the booked person's slot is gone at that very moment, and nothing else."""
    before = requests.get(search.url, timeout=60).json()["staff"]
    start = slots(kalends, cast, search.first + timedelta(days=3), 1)[0]
    client = Client(kalends.url)
    booked = client.submit(booking_form(client, cast, start))
    after = requests.get(search.url, timeout=60).json()["staff"]
    assert is_confirmed(booked)
    moment = int(start.timestamp())
    changed = [n for n in range(people) if moment in before[n]["starts"] and moment not in after[n]["starts"]]
    busy += [(n, moment, moment + HALF_HOUR) for n in changed]
    return len(changed) == 1 and is_right(search, busy, people)


def uncached(search: MonthSearch, database: Database) -> float:
    """Milliseconds of a search when nothing is kept ready, because something was committed just before it."""
    session, took = requests.Session(), []
    for _ in range(60):
        database.raise_revision()
        began = time.monotonic()
        session.get(search.url, timeout=60).raise_for_status()
        took.append(time.monotonic() - began)
    return statistics.median(took) * 1000


def under_change(search: MonthSearch, database: Database) -> float:
    """Searches per second while ten commits a second change the data."""
    done = threading.Event()

    def change() -> None:
        while not done.wait(0.1):
            database.raise_revision()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        return rate(search.url)
    finally:
        done.set()
        thread.join()


def month_search(people: int, count: int, share: float) -> list[Figure]:
    name = f"{people} {'person' if people == 1 else 'people'}, {count:,} blocks"
    with world(people, count) as (kalends, cast, database, search, busy):
        right = is_right(search, busy, people) and is_right_after_a_booking(kalends, cast, search, busy, people)
        rounds = [(rate(f"{kalends.url}/healthz"), rate(search.url)) for _ in range(ROUNDS)]
        bare, searches = (statistics.median(values) for values in zip(*rounds, strict=True))
        return [
            Figure(f"bare route ({name})", bare, "/s"),
            Figure(f"month search: {name}", searches, "/s", f"1/{round(1 / share)} of the bare route", searches >= share * bare),
            Figure("… while ten commits a second change the data", under_change(search, database), "/s"),
            Figure("… computed anew, one after the other", uncached(search, database), "ms"),
            Figure("… equals brute force, also right after a booking", float(right), "?", "always", right),
        ]


def searches(search: MonthSearch, database: Database, count: int) -> None:
    """One search after the other, each after a commit, so that nothing kept ready answers it."""
    session = requests.Session()
    for _ in range(count):
        database.raise_revision()
        session.get(search.url, timeout=60).raise_for_status()


def growth(people: int, count: int) -> list[Figure]:
    """Instructions of a search for M blocks and for 2M, the way through HTTP included."""
    counts = []
    for size in (count, 2 * count):
        with world(people, size) as (kalends, _, database, search, _):
            kalends.stop()
            with InstructionCounter(kalends) as counter:
                searches(search, database, 3)
                counts.append(counter.count(lambda search=search, database=database: searches(search, database, 20)) / 20)
    times = counts[1] / counts[0]
    name = f"instructions of a search, {people} {'person' if people == 1 else 'people'}"
    return [
        Figure(f"{name}, {count:,} blocks", counts[0] / 1e6, "million"),
        Figure(f"… {2 * count:,} blocks", counts[1] / 1e6, "million"),
        Figure("… how much more", times, "times", "at most 2.2", times <= 2.2),
    ]


# MARK: the rest


def rest() -> list[Figure]:
    with instance() as (kalends, _, _):
        took = []
        for _ in range(5):
            kalends.stop()
            began = time.monotonic()
            kalends.start()
            took.append(time.monotonic() - began)
        ready = statistics.median(took)
        for _ in range(20):
            requests.get(f"{kalends.url}/", timeout=5)
        time.sleep(3)
        memory = kalends.process.memory() / 1_000_000
        return [
            Figure("ready on an existing database", ready * 1000, "ms", "at most 500", ready <= 0.5),
            Figure("idle memory", memory, "MB", "under 100", memory < 100),
        ]


def main() -> None:
    figures = rest() + month_search(1, 1_000, 1 / 4) + month_search(50, 20_000, 1 / 20) + growth(1, 1_000) + growth(50, 20_000)
    sys.exit(report(figures, Path(".build/bench.json")))


if __name__ == "__main__":
    main()
