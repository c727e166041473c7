"""The figures of `make bench`: each beside a bare route of the same server in the same run, and each against its limit.

The month search: M busy blocks of 15 to 60 minutes spread evenly over N people and two years, one 30-minute service, hours 9 to 17
on all days; the answer, over HTTP, is every free slot of the next 30 days of all N people, and equals a brute-force answer.
"""

import json
import random
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import requests
from harness.counts import SEED
from harness.database import Database
from harness.kalends import Kalends
from kalends_client import Cast, Client, MonthSearch, booking_form, is_confirmed, set_hours, set_up, signed_in, slots

SECONDS = 6
THREADS, CONNECTIONS = 1, 16


@dataclass
class Figure:
    name: str
    value: float
    unit: str
    limit: str = ""
    holds: bool = True


def rate(url: str) -> float:
    """Requests per second as wrk sees them; an answer that is no success makes the figure void."""
    command = ["wrk", "-t", str(THREADS), "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in output, output
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output).group(1))


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


def brute_force(busy: list[tuple[int, int, int]], people: int, zone: ZoneInfo, first: date, days: int, now: datetime) -> list[set[int]]:
    """Every half-hour start between 9 and 17 whose half hour meets no block: looked at one by one."""
    answer = []
    for person in range(people):
        mine = [(start, end) for owner, start, end in busy if owner == person]
        free = set()
        for n in range(days):
            opens = datetime.combine(first + timedelta(days=n), datetime.min.time().replace(hour=9), zone)
            for step in range(16):
                start = int(opens.timestamp()) + step * 1800
                if start > now.timestamp() and not any(a < start + 1800 and start < b for a, b in mine):
                    free.add(start)
        answer.append(free)
    return answer


class World:
    """A fresh instance with N people and M blocks."""

    def __init__(self, folder: Path, people: int, count: int):
        self.cast = Cast()
        self.kalends = Kalends(folder).start()
        set_up(self.kalends, self.cast)
        set_hours(signed_in(self.kalends, self.cast), self.cast)
        self.database = Database(self.kalends.data)
        self.now = datetime.now(timezone.utc)
        self.people = self.database.add_people(people)
        self.busy = blocks(count, people, self.now)
        self.database.add_busy_blocks([(self.people[person], start, end) for person, start, end in self.busy])
        self.kalends.restart()
        self.search = MonthSearch(self.kalends, self.cast)

    def is_right(self) -> bool:
        found = self.search.starts_by_person(self.people)
        zone, now = ZoneInfo(self.cast.zone), datetime.now(timezone.utc)
        return found == brute_force(self.busy, len(self.people), zone, self.search.first, self.search.days, now)


def month_search(people: int, count: int, share: float) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder), people, count)
        try:
            right = world.is_right()
            bare = rate(f"{world.kalends.url}/healthz")
            searches = rate(world.search.url)
            name = f"{people} {'person' if people == 1 else 'people'}, {count:,} blocks"
            return [
                Figure(f"bare route beside it ({name})", bare, "/s"),
                Figure(f"month search: {name}", searches, "/s", f"at least {share:.3g} of the bare route", searches >= share * bare),
                Figure(f"month search equals brute force: {name}", float(right), "", "1", right),
            ]
        finally:
            world.kalends.stop()


def instructions(kalends: Kalends, cast: Cast) -> int:
    """Instructions of one search from the shell, counted by valgrind: the same number on a busy machine and an idle one."""
    search = ["slots", cast.slug, cast.service_slug, "--from", date.today().isoformat(), "--days", "30", "--json"]
    with tempfile.NamedTemporaryFile() as output:
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output.name}", kalends.process.command[0], *search],
            env=kalends.process.environment, capture_output=True, check=True,
        )
        return int(re.search(r"^(?:summary|totals): (\d+)", Path(output.name).read_text(), re.MULTILINE).group(1))


def growth() -> list[Figure]:
    counts = {}
    for count in (0, 10_000, 20_000):
        with tempfile.TemporaryDirectory() as folder:
            world = World(Path(folder), 1, count)
            world.kalends.stop()
            counts[count] = instructions(world.kalends, world.cast)
    times = (counts[20_000] - counts[0]) / max(1, counts[10_000] - counts[0])
    return [Figure("instructions of a search when the blocks double", times, "times", "at most 2.2", times <= 2.2)]


def bookings() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        cast = Cast()
        kalends = Kalends(Path(folder)).start()
        try:
            set_up(kalends, cast)
            starts = slots(kalends, cast, date.today() + timedelta(days=2), 60)[:200]
            clients = [Client(kalends.url) for _ in starts]
            forms = [booking_form(client, cast, start) for client, start in zip(clients, starts, strict=True)]
            began = time.monotonic()
            with ThreadPoolExecutor(8) as pool:
                pages = list(pool.map(lambda pair: pair[0].submit(pair[1]), zip(clients, forms, strict=True)))
            elapsed = time.monotonic() - began
            assert all(is_confirmed(page) for page in pages)
            return [Figure("bookings over HTTP", len(pages) / elapsed, "/s")]
        finally:
            kalends.stop()


def rest() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        kalends = Kalends(Path(folder)).start()
        try:
            set_up(kalends, Cast())
            kalends.stop()
            began = time.monotonic()
            kalends.start()
            ready = time.monotonic() - began
            for _ in range(20):
                requests.get(f"{kalends.url}/", timeout=5)
            time.sleep(3)
            memory = kalends.process.memory() / 1_000_000
            return [
                Figure("ready on an existing database", ready * 1000, "ms", "at most 500", ready <= 0.5),
                Figure("idle memory", memory, "MB", "under 100", memory < 100),
            ]
        finally:
            kalends.stop()


def main() -> None:
    figures = rest() + bookings() + month_search(1, 1_000, 1 / 4) + month_search(50, 20_000, 1 / 20) + growth()
    print("\n| figure | measured | limit | |\n| --- | ---: | --- | --- |")
    for figure in figures:
        print(f"| {figure.name} | {figure.value:,.4g} {figure.unit} | {figure.limit} | {'holds' if figure.holds else 'MISSED'} |")
    Path(".build/bench.json").write_text(json.dumps([vars(figure) for figure in figures], indent=2))
    sys.exit(0 if all(figure.holds for figure in figures) else 1)


if __name__ == "__main__":
    main()
