"""A second connection to the instance's SQLite file: what is stored, whatever the pages say. All table names stand here."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

# Kinds of jobs that come back by themselves, so that a settled instance still has them.
RECURRING = ("read-calendar", "sweep", "watch-calendars", "check-connections")


class Database:
    def __init__(self, data: Path):
        self.file = data / "kalends.sqlite"

    def connect(self) -> sqlite3.Connection:
        assert self.file.exists(), f"no database at {self.file}: {[entry.name for entry in self.file.parent.iterdir()]}"
        connection = sqlite3.connect(self.file, timeout=10, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection

    def rows(self, query: str, *values) -> list[dict]:
        with closing(self.connect()) as connection:
            return [dict(row) for row in connection.execute(query, values)]

    @staticmethod
    def tables(connection: sqlite3.Connection) -> list[str]:
        """All tables of Kalends' own."""
        return [row["name"] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT'")]

    def tables_holding(self, word: str) -> set[str]:
        """Where a word stands, in whichever column."""
        found = set()
        with closing(self.connect()) as connection:
            for table in self.tables(connection):
                if any(word in str(value) for row in connection.execute(f'SELECT * FROM "{table}"') for value in tuple(row)):
                    found.add(table)
        return found

    def claims(self) -> list[dict]:
        return self.rows('SELECT * FROM claims ORDER BY resource, start_at')

    def overlapping_claims(self) -> list[dict]:
        """Pairs of claims of one resource that overlap; there must never be one."""
        return self.rows(
            """
            SELECT a.resource, a.start_at, b.start_at AS other
              FROM claims a JOIN claims b ON a.organization = b.organization AND a.resource = b.resource AND a.start_at <= b.start_at
             WHERE a.end_at > b.start_at AND (a.start_at, a.end_at, a.cause, a.appointment) <> (b.start_at, b.end_at, b.cause, b.appointment)
            """
        )

    def insert_shifted_claim(self, claim: dict, seconds: int) -> None:
        """Raw SQL, as somebody with a shell would type it: the same claim again, moved by some seconds."""
        shifted = claim | {"start_at": claim["start_at"] + seconds, "end_at": claim["end_at"] + seconds}
        names = ", ".join(f'"{name}"' for name in shifted)
        marks = ", ".join("?" for _ in shifted)
        with closing(self.connect()) as connection:
            connection.execute(f"INSERT INTO claims ({names}) VALUES ({marks})", list(shifted.values()))

    def live_appointments(self) -> list[dict]:
        return self.rows("SELECT * FROM appointments WHERE status <> 'cancelled'")

    def accounts(self) -> list[dict]:
        """Connected calendar accounts."""
        return self.rows("SELECT * FROM accounts")

    def waiting_jobs(self) -> int:
        """Jobs that will still be carried out; those that only recur do not count."""
        marks = ", ".join("?" for _ in RECURRING)
        query = f"SELECT count(*) AS count FROM jobs WHERE state IN ('waiting', 'running') AND kind NOT IN ({marks})"
        return self.rows(query, *RECURRING)[0]["count"]

    def add_dead_job(self) -> None:
        """A job that was given up, as a mail that no server takes leaves it."""
        with closing(self.connect()) as connection:
            connection.execute(
                """INSERT INTO jobs (organization, kind, payload, lane, due_at, attempts, state, last_error, created_at)
                   VALUES ('home', 'send-mail', '{}', 'mail', unixepoch(), 12, 'dead', 'The mail server refused the recipient.', unixepoch())"""
            )

    def dead_jobs(self) -> list[dict]:
        return self.rows("SELECT * FROM jobs WHERE state = 'dead'")

    def settle(self, within: float = 60) -> None:
        """Waits until every side effect that was written down is carried out."""
        deadline = time.monotonic() + within
        while (waiting := self.waiting_jobs()) > 0:
            assert time.monotonic() < deadline, f"{waiting} jobs still wait after {within:g} s"
            time.sleep(0.1)

    def age_calendars(self, seconds: int) -> None:
        """As if so much time had passed since each calendar was last read."""
        self._change("UPDATE calendars SET read_at = read_at - ?", seconds)

    def wait_for_age(self, age: str, within: float = 90) -> None:
        """Waits until a calendar is noted to be of that age."""
        deadline = time.monotonic() + within
        while age not in [row["age"] for row in self.rows("SELECT age FROM calendar_outages")]:
            assert time.monotonic() < deadline, f"no calendar is {age} after {within:g} s"
            time.sleep(0.2)

    def set_zone(self, zone: str) -> None:
        """Puts the only business into another zone, as an operator with a shell could."""
        self._change("UPDATE businesses SET zone = ?", zone)

    def set_lead_times(self, minimum: int, maximum: int) -> None:
        """How many seconds ahead may be booked; the page admits two years at most, this any time."""
        policy = "json_set(policy, '$.minimumLeadTime', ?, '$.maximumAdvance', ?)"
        self._change(f"UPDATE businesses SET policy = {policy}", minimum, maximum)

    def add_people(self, count: int) -> list[str]:
        """More people like the only one, all offering the only service; returns the resources' ids, the first one's included."""
        with closing(self.connect()) as connection:
            ids = [connection.execute("SELECT id FROM resources").fetchone()["id"]]
            for n in range(1, count):
                copy = f"copy-{n}"
                self._copy(connection, "resources", id=copy)
                self._copy(connection, "staff", id=copy, resource=copy, feed_token=copy, position=n)
                self._copy(connection, "service_staff", staff=copy, position=n)
                ids.append(copy)
        self.stamp_catalogue()
        self.raise_revision()
        return ids

    def add_busy_blocks(self, blocks: list[tuple[str, int, int]]) -> None:
        """(resource, start, end) as an outside calendar would have brought them; each resource gets a calendar of its own."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN")
            for resource in sorted({resource for resource, _, _ in blocks}):
                connection.execute(
                    """INSERT INTO accounts
                         (organization, id, resource, provider, name, address, login, sealed_secret, own_addresses, created_at)
                       VALUES ('home', ?, ?, 'feed', 'Outside', 'http://127.0.0.1:1/', '', '', '[]', 0)""",
                    [f"account-{resource}", resource],
                )
                connection.execute(
                    """INSERT INTO calendars
                         (organization, id, account, resource, remote_id, name, access, capabilities, is_linked, closes_time)
                       VALUES ('home', ?, ?, ?, 'outside', 'Outside', 'readOnly', '[]', 0, 0)""",
                    [f"calendar-{resource}", f"account-{resource}", resource],
                )
            connection.executemany(
                """INSERT INTO busy_blocks
                     (organization, calendar, item, number, resource, start_at, end_at, length_class, is_all_day, is_busy, reason)
                   VALUES ('home', ?, ?, 0, ?, ?, ?, 0, 0, 1, '')""",
                [(f"calendar-{resource}", f"block-{n}", resource, start, end) for n, (resource, start, end) in enumerate(blocks)],
            )
            connection.execute("COMMIT")
        self.raise_revision()

    def _change(self, statement: str, *values) -> None:
        with closing(self.connect()) as connection:
            connection.execute(statement, values)
        self.stamp_catalogue()
        self.raise_revision()

    def stamp_catalogue(self) -> None:
        """Whoever changes a business, a service or a person says so: what a server keeps ready of them is thrown away by it."""
        with closing(self.connect()) as connection:
            connection.execute("UPDATE settings SET setting_value = lower(hex(randomblob(8))) WHERE name = 'catalogue.stamp'")

    def raise_revision(self) -> None:
        """Whoever changes what decides about slots says so: kept answers are thrown away by it."""
        with closing(self.connect()) as connection:
            connection.execute("UPDATE availability_counters SET revision = revision + 1")

    def _copy(self, connection: sqlite3.Connection, table: str, **changes) -> None:
        """The table's first row again, with changes."""
        row = dict(connection.execute(f"SELECT * FROM {table} ORDER BY rowid LIMIT 1").fetchone()) | changes
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
