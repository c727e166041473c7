"""What the REST API does a second in `make bench`: searching and booking, beside a bare route of the same server in the same run.

    measure_api.py

A business of 50 people with one service; the search is of everybody's next week, and each booking takes a free time of its own. One client
(`crowd.c`) asks everything, over connections that stay open, 1 and then 64 of them; the routes take turns, and the medians of their rounds
are told. An answer that is no success makes the figures void.
"""

import json
import os
import random
import statistics
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import requests
from harness import crowd
from harness.counts import SEED
from harness.database import Database
from harness.figures import Figure, report
from harness.kalends import Kalends
from kalends_client import Cast, set_hours, set_up, signed_in, slots

PEOPLE = 50
DAYS = 100
ROUNDS = 3
# How many requests a round has; less of everything to see whether this program works: KALENDS_BENCH_SHARE=0.02.
SHARE = float(os.environ.get("KALENDS_BENCH_SHARE", "1"))
COUNTS = {1: {"bare": 4_000, "search": 800, "booking": 400}, 64: {"bare": 20_000, "search": 3_000, "booking": 1_600}}
# What free time is asked with: "getStaffAvailability", or "slots".
SEARCH = "slots"
NAMES = {"bare": "bare route (/healthz)", "search": f"REST API, {SEARCH} of {PEOPLE} people for a week", "booking": "REST API, a booking"}


@dataclass
class World:
    kalends: Kalends
    database: Database
    address: str
    headers: dict[str, str]
    service: str
    staff: list[str]
    seats: list[tuple[datetime, str]]
    taken: int = 0

    def get(self, path: str):
        answer = requests.get(self.address + path, headers=self.headers, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def asked(self, kind: str, count: int) -> list[bytes]:
        """So many requests of a kind."""
        if kind == "bare":
            return [crowd.get(f"{self.kalends.url}/healthz")] * count
        if kind == "search":
            return [self.search()] * count
        chosen = self.seats[self.taken : self.taken + count]
        assert len(chosen) == count, "no free time is left"
        self.taken += count
        address = f"{self.address}/appointments"
        return [crowd.post_json(address, self.booking(*seat, number), self.headers) for number, seat in enumerate(chosen)]

    def search(self) -> bytes:
        first = date.today() + timedelta(days=3)
        start, end = (f"{first + timedelta(days=days)}T00:00:00" for days in (0, 7))
        if SEARCH == "slots":
            return crowd.get(f"{self.address}/slots?serviceId={self.service}&start={start}Z&end={end}Z", self.headers)
        window = {"startDateTime": {"dateTime": start, "timeZone": "UTC"}, "endDateTime": {"dateTime": end, "timeZone": "UTC"}}
        return crowd.post_json(f"{self.address}/getStaffAvailability", window | {"staffIds": self.staff}, self.headers)

    def require_free_time(self) -> None:
        """That a search finds what it is measured by."""
        (answer,) = crowd.send(self.kalends.port, 1, [self.search()]).answers
        found = json.loads(answer.body)
        people = found.get("value", [])
        free = found.get("slots", [item for person in people for item in person["availabilityItems"] if item["status"] == "available"])
        assert answer.status == 200 and len(free) >= PEOPLE, answer.body[:400]

    def booking(self, start: datetime, person: str, number: int) -> dict:
        moment = start.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
        return {
            "serviceId": self.service,
            "staffMemberIds": [person],
            "startDateTime": {"dateTime": moment, "timeZone": "UTC"},
            "customers": [{"name": f"Customer {number}", "emailAddress": f"{start:%Y%m%d%H%M}.{person}@example.org"}],
        }


def world(kalends: Kalends) -> World:
    cast = Cast()
    set_up(kalends, cast)
    set_hours(signed_in(kalends, cast), cast)
    database = Database(kalends.data)
    database.set_lead_times(2 * 3600, 365 * 86_400)
    database.add_people(PEOPLE)
    starts = slots(kalends, cast, date.today() + timedelta(days=3), DAYS)
    businesses = f"{kalends.url}/v1.0/solutions/bookingBusinesses"
    key = kalends.command("token", "create", "--name", "Bench", "--scope", "Bookings.Manage.All").stdout.strip()
    made = World(kalends, database, businesses, {"Authorization": f"Bearer {key}"}, "", [], [])
    made.address = f"{businesses}/{made.get('')['value'][0]['id']}"
    made.service = made.get("/services")["value"][0]["id"]
    made.staff = [person["id"] for person in made.get("/staffMembers")["value"]]
    assert len(made.staff) == PEOPLE
    made.seats = [(start, person) for start in starts for person in made.staff]
    random.Random(SEED).shuffle(made.seats)
    return made


@dataclass
class Rounds:
    """What the rounds of one route came to, on so many connections."""

    rates: list[float] = field(default_factory=list)
    halves: list[float] = field(default_factory=list)
    tails: list[float] = field(default_factory=list)

    def add(self, sent: crowd.Sent, count: int) -> None:
        self.rates.append(count / sent.seconds)
        self.halves.append(sent.p50 * 1000)
        self.tails.append(sent.p99 * 1000)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    def figures(self, name: str, bare: "Rounds | None") -> list[Figure]:
        share = [Figure("… the share of the bare route", self.rate / bare.rate, "")] if bare else []
        halves, tails = statistics.median(self.halves), statistics.median(self.tails)
        return [Figure(name, self.rate, "/s"), *share, Figure("… half of the answers within", halves, "ms"), Figure("… 99 of 100", tails, "ms")]


def measured(made: World) -> dict[tuple[str, int], Rounds]:
    rounds: dict[tuple[str, int], Rounds] = defaultdict(Rounds)
    made.require_free_time()
    for _ in range(ROUNDS):
        for connections, counts in COUNTS.items():
            for kind, full in counts.items():
                count = max(connections, round(full * SHARE))
                sent = crowd.send(made.kalends.port, connections, made.asked(kind, count), keeps_answers=False)
                wanted = 201 if kind == "booking" else 200
                assert sent.statuses == {wanted: count}, f"{kind}: {dict(sent.statuses)}"
                rounds[kind, connections].add(sent, count)
                # The mails of one round are not written during the next.
                made.database.settle(within=300)
    return rounds


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        kalends = Kalends(Path(folder), KALENDS_POLL_SECONDS="600").start()
        try:
            made = world(kalends)
            rounds = measured(made)
            assert made.database.rows("SELECT count(*) AS count FROM appointments")[0]["count"] == made.taken
            assert made.database.overlapping_claims() == []
        finally:
            kalends.stop()
    figures = []
    for (kind, connections), found in rounds.items():
        name = f"{NAMES[kind]}, {connections} connection{'' if connections == 1 else 's'}"
        figures += found.figures(name, None if kind == "bare" else rounds["bare", connections])
    sys.exit(report(figures, Path(".build/bench-api.json")))


if __name__ == "__main__":
    main()
