"""Durable bookings over HTTP in `make bench`, each engine beside its raw limit: the same rows, in the same run, on the same disk.

    measure_bookings.py [sqlite] [postgresql]

What one booking writes is recorded from a real one. The raw limit of SQLite is a C program that commits those rows one booking a transaction,
with the journal and the forcing to disk that Kalends uses; that of PostgreSQL is `pgbench` with 16 clients, READ COMMITTED. Both write into
databases that Kalends made, guards and all. Kalends books over HTTP, one real form each, on connections that stay open. The two take turns,
and the medians of their rounds are compared. The exit status is 1 where a limit is missed.
"""

import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from harness import crowd
from harness.bare_rows import BareSeat, pgbench_script, write_rows
from harness.compiled import compiled
from harness.counts import SEED
from harness.database import Database
from harness.figures import Figure, report
from harness.kalends import Kalends
from harness.postgres import Postgres
from harness.recording import Recording, recorded_booking
from kalends_client import Cast, Seat, book, details_pages, filled_in, set_hours, set_up, signed_in, slots

PEOPLE = 49
DAYS = 100
ROUNDS = 5
BOOKINGS = 1_600


@dataclass
class World:
    """A business with many people and no booking, and what one booking writes into it."""

    base: Path
    cast: Cast
    recording: Recording
    starts: list[datetime]
    seats: list[Seat]

    def round(self, number: int) -> tuple[list[Seat], list[str]]:
        """The seats of a round, and whose addresses book them."""
        chosen = slice(number * BOOKINGS, (number + 1) * BOOKINGS)
        draw = random.Random(SEED + number)
        return self.seats[chosen], [f"{draw.getrandbits(48):012x}@example.org" for _ in range(BOOKINGS)]


@contextmanager
def world() -> Iterator[World]:
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL's user reads a script in it.
        Path(folder).chmod(0o755)
        base, cast = Path(folder) / "base", Cast()
        kalends = start(base)
        try:
            set_up(kalends, cast)
            set_hours(signed_in(kalends, cast), cast)
            database = Database(kalends.data)
            database.set_lead_times(2 * 3600, 365 * 86_400)
            people = database.add_people(PEOPLE + 1)[1:]
            starts = slots(kalends, cast, date.today() + timedelta(days=3), DAYS)
        finally:
            kalends.stop()
        seats = [Seat(start, person) for start in starts for person in people]
        random.Random(SEED).shuffle(seats)
        yield World(base, cast, recorded_booking(base, Path(folder) / "recorded", lambda kalends: book(kalends, cast, starts[0])), starts, seats)


def start(folder: Path, **settings: str) -> Kalends:
    return Kalends(folder, KALENDS_POLL_SECONDS="600", **settings).start()


def booked(kalends: Kalends, world: World, number: int, connections: int) -> float:
    """Bookings per second of a round whose forms were opened before."""
    seats, mails = world.round(number)
    pages = crowd.send(kalends.port, 16, [crowd.get(address) for address in details_pages(kalends, world.cast, seats)])
    forms = filled_in(kalends, world.cast, seats, [answer.body for answer in pages.answers], mails)
    sent = crowd.send(kalends.port, connections, [crowd.post(address, fields) for address, fields in forms])
    assert sent.statuses == {303: BOOKINGS}, sent.statuses
    return BOOKINGS / sent.seconds


@dataclass
class Rates:
    """Bookings per second, round by round."""

    bare: list[float]
    kalends: list[float]
    settled: list[float]

    def figures(self, bare: str, kalends: str, share: float) -> list[Figure]:
        rate, limit = statistics.median(self.kalends), statistics.median(self.bare)
        return [
            Figure(bare, limit, "/s"),
            Figure(kalends, rate, "/s"),
            Figure("… the share of the raw limit", rate / limit, "", f"at least {share}", rate >= share * limit),
            Figure("… in the first round, from an empty database", self.kalends[0] / self.bare[0], ""),
            Figure("… with the mails about them written as well", statistics.median(self.settled), "/s"),
        ]


# MARK: SQLite


def on_sqlite(world: World) -> list[Figure]:
    folder = world.base.parent
    for copy in ("bare", "kalends"):
        shutil.copytree(world.base, folder / copy)
    rates, draw = Rates([], [], []), random.Random(SEED)
    kalends, bare = start(folder / "kalends"), Database(folder / "bare" / "data")
    database = Database(kalends.data)
    resources = {row["id"]: row["resource"] for row in database.rows("SELECT id, resource FROM staff")}
    try:
        for number in range(ROUNDS):
            seats, mails = world.round(number)
            rows = [
                BareSeat(int(seat.start.timestamp()), int(seat.start.timestamp()) + 1800, seat.staff, resources[seat.staff], mail)
                for seat, mail in zip(seats, mails, strict=True)
            ]
            write_rows(folder / "rows", world.recording, rows, draw)
            output = subprocess.run([compiled("bare_sqlite", "sqlite3"), bare.file, folder / "rows"], check=True, capture_output=True, text=True)
            rates.bare.append(BOOKINGS / float(output.stdout.split()[1]))
            rates.kalends.append(booked(kalends, world, number, 64))
            began = time.monotonic()
            database.settle(within=300)
            rates.settled.append(BOOKINGS / (BOOKINGS / rates.kalends[-1] + time.monotonic() - began))
        assert database.claims() and [without_appointment(c) for c in database.claims()] == [without_appointment(c) for c in bare.claims()]
        assert counts(database, world.recording.tables) == counts(bare, world.recording.tables)
    finally:
        kalends.stop()
    return rates.figures(
        "SQLite: a bare C program commits the same rows", "durable bookings over HTTP, 64 connections", share=0.5
    )


def without_appointment(claim: dict) -> dict:
    return claim | {"appointment": None}


def counts(database: Database, tables: list[str]) -> dict[str, int]:
    """How many rows each table has; work that is done is gone from the list, and was written all the same."""
    return {table: database.rows(f"SELECT count(*) AS count FROM {table}")[0]["count"] for table in tables if table != "jobs"}


# MARK: PostgreSQL


def on_postgresql(world: World) -> list[Figure]:
    folder = world.base.parent
    # As it is installed, but for the number of connections.
    server = Postgres(fsync="on").start()
    try:
        address = server.database("kalends")
        copying = Kalends(world.base)
        copying.command("database", "copy", str(copying.data / "kalends.sqlite"), address)
        server.run_tool("createdb", "-T", "kalends", "bare")
        first = int((world.starts[0] + timedelta(days=1)).replace(hour=0).timestamp())
        script = folder / "bare.sql"
        script.write_text(pgbench_script(world.recording, PEOPLE, first, seats=40_000))
        kalends = start(
            folder / "node", KALENDS_DATABASE_URL=address, KALENDS_SECRET_KEY_FILE=str(world.base / "data" / "secret.key"))
        rates = Rates([], [], [])
        try:
            for number in range(ROUNDS):
                rates.bare.append(pgbench(server, script, number))
                rates.kalends.append(booked(kalends, world, number, 16))
                began = time.monotonic()
                settle(server)
                rates.settled.append(BOOKINGS / (BOOKINGS / rates.kalends[-1] + time.monotonic() - began))
        finally:
            kalends.stop()
        for table in world.recording.tables:
            both = [server.sql(name, f"SELECT count(*) FROM {table}") for name in ("kalends", "bare")]
            assert table == "jobs" or both[0] == both[1], f"{table}: {both}"
    finally:
        server.stop()
    return rates.figures(
        "PostgreSQL: pgbench, the same rows, 16 clients", "durable bookings over HTTP, 16 connections", share=0.4
    )


def pgbench(server: Postgres, script: Path, number: int) -> float:
    turns = BOOKINGS // 16
    options = ["-n", "-M", "prepared", "-c", "16", "-j", "1", "-t", str(turns), "-D", f"turn={number * turns}", "-f", str(script)]
    outcome = server.run_tool("pgbench", *options, "bare", check=False)
    assert f"transactions actually processed: {BOOKINGS}/{BOOKINGS}" in outcome.stdout, outcome.stdout + outcome.stderr
    return float(re.search(r"tps = ([\d.]+) \(without initial", outcome.stdout).group(1))


def settle(server: Postgres, within: float = 300) -> None:
    deadline = time.monotonic() + within
    while int(server.sql("kalends", "SELECT count(*) FROM jobs WHERE kind = 'compose-mails'")) > 0:
        assert time.monotonic() < deadline, "mails were not written"
        time.sleep(0.05)


PARTS = {"sqlite": on_sqlite, "postgresql": on_postgresql}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        sys.exit(f"there is no part {unknown[0]}; choose of {', '.join(PARTS)}")
    with world() as made:
        figures = [figure for part in chosen for figure in PARTS[part](made)]
    sys.exit(report(figures, Path(".build/bench-bookings.json")))


if __name__ == "__main__":
    main()
