"""A second connection to the instance's SQLite file: what is stored, whatever the pages say. All table names stand here."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

# Kinds of jobs that come back by themselves, so that a settled instance still has them.
RECURRING = ("poll", "cleanup")


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

    def waiting_jobs(self) -> int:
        """Jobs that will still be carried out; those that only recur do not count."""
        marks = ", ".join("?" for _ in RECURRING)
        query = f"SELECT count(*) AS count FROM jobs WHERE state IN ('waiting', 'running') AND kind NOT IN ({marks})"
        return self.rows(query, *RECURRING)[0]["count"]

    def dead_jobs(self) -> list[dict]:
        return self.rows("SELECT * FROM jobs WHERE state = 'dead'")

    def settle(self, within: float = 60) -> None:
        """Waits until every side effect that was written down is carried out."""
        deadline = time.monotonic() + within
        while (waiting := self.waiting_jobs()) > 0:
            assert time.monotonic() < deadline, f"{waiting} jobs still wait after {within:g} s"
            time.sleep(0.1)

    def set_zone(self, zone: str) -> None:
        """Puts the only business into another zone, as an operator with a shell could."""
        with closing(self.connect()) as connection:
            connection.execute("UPDATE businesses SET zone = ?", [zone])

    def add_people(self, count: int) -> list[str]:
        """More people like the only one, all offering the only service; returns the resources' ids, the first one's included."""
        with closing(self.connect()) as connection:
            ids = [connection.execute("SELECT id FROM resources").fetchone()["id"]]
            for n in range(1, count):
                ids.append(self._copy(connection, "resources", n))
                self._copy(connection, "staff", n, resource=ids[-1], feed_token=f"copy-{n}")
                self._copy(connection, "service_staff", n, staff=f"copy-{n}")
            return ids

    def add_busy_blocks(self, blocks: list[tuple[str, int, int]]) -> None:
        """(resource, start, end) as an outside calendar would have brought them."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN")
            connection.executemany(
                """INSERT INTO busy_blocks (organization, calendar, item, resource, start_at, end_at, is_busy)
                   VALUES ('home', 'bench', ?, ?, ?, ?, 1)""",
                [(f"block-{n}", *block) for n, block in enumerate(blocks)],
            )
            connection.execute("COMMIT")

    def _copy(self, connection: sqlite3.Connection, table: str, number: int, **changes) -> str:
        """The table's first row again under a new id."""
        row = dict(connection.execute(f"SELECT * FROM {table} ORDER BY rowid LIMIT 1").fetchone()) | changes
        if "id" in row:
            row["id"] = f"copy-{number}"
        names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _ in row)
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
        return row.get("id", "")
