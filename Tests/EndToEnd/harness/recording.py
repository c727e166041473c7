"""What one booking writes, recorded by triggers in a copy of an instance, and the same rows for other customers, people and times."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from harness.database import Database
from harness.kalends import Kalends


@dataclass(frozen=True)
class Write:
    """One row that was inserted, changed or removed, with its values as they were afterwards."""

    action: str
    table: str
    values: dict[str, object]


class Recorder:
    """Triggers on every table of a database that is made for recording and thrown away."""

    def __init__(self, database: Database):
        self.database = database

    def start(self) -> None:
        with closing(self.database.connect()) as connection:
            connection.execute("CREATE TABLE recorded (id INTEGER PRIMARY KEY, action TEXT, of_table TEXT, row_values TEXT)")
            for table in self.database.tables(connection):
                columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", [table]).fetchall()
                for action, event, side in [("inserted", "INSERT", "NEW"), ("changed", "UPDATE", "NEW"), ("removed", "DELETE", "OLD")]:
                    values = ", ".join(f"'{name}', {f'hex({side}.{name})' if kind == 'BLOB' else f'{side}.{name}'}" for name, kind in columns)
                    connection.execute(
                        f"""CREATE TRIGGER recorded_{table}_{action} AFTER {event} ON {table} BEGIN
                              INSERT INTO recorded (action, of_table, row_values) VALUES ('{action}', '{table}', json_object({values})); END"""
                    )

    def writes(self) -> list[Write]:
        """In the order in which they were written."""
        rows = self.database.rows("SELECT * FROM recorded ORDER BY id")
        return [Write(row["action"], row["of_table"], json.loads(row["row_values"])) for row in rows]


@dataclass(frozen=True)
class Recording:
    """What one booking wrote before it was confirmed: rows of its own, and one more in the count of changes to free time. The mails about it
    were written by workers afterwards.
    """

    inserted: list[Write]
    mails: list[Write]

    # The one row that all bookings change: on PostgreSQL each session has one of its own.
    COUNTER = "availability_counters"
    # Their rows get their numbers from the database.
    NUMBERED = ("history", "jobs")

    @classmethod
    def of(cls, writes: list[Write]) -> "Recording":
        taken = next(n for n, write in enumerate(writes) if (write.action, write.table) == ("changed", "jobs"))
        own, counted = [], []
        for write in writes[:taken]:
            (counted if write.table == cls.COUNTER else own).append(write)
        assert len(counted) == 1 and all(write.action == "inserted" for write in own), writes[:taken]
        for table in cls.NUMBERED:
            own = [Write(w.action, w.table, {k: v for k, v in w.values.items() if w.table != table or k != "id"}) for w in own]
        return cls(own, [write for write in writes[taken:] if (write.action, write.table) == ("inserted", "mails")])

    def value(self, table: str, column: str):
        return next(write.values[column] for write in self.inserted if write.table == table)

    @property
    def tables(self) -> list[str]:
        return [write.table for write in self.inserted]

    def varying(self) -> dict[object, str]:
        """The values that every booking has for itself, in whatever row and text they stand, and what each is."""
        return {
            self.value("customers", "id"): "customer",
            self.value("customers", "email"): "mail",
            self.value("appointments", "id"): "appointment",
            self.value("appointments", "uid"): "uid",
            self.value("appointments", "start_at"): "start",
            self.value("appointments", "end_at"): "end",
            self.value("appointment_staff", "staff"): "staff",
            self.value("claims", "resource"): "resource",
            self.value("manage_links", "token_hash"): "token",
            self.value("manage_links", "sealed_token"): "sealed",
            self.value("submissions", "form_id"): "form",
        }

    def pieces(self, value) -> Iterator[tuple[str, object]]:
        """A value in pieces: ("fixed", text) as it was, ("varying", name) where it is different each time."""
        varying = self.varying()
        if value in varying:
            yield "varying", varying[value]
        elif not isinstance(value, str) or not value:
            yield "fixed", value
        else:
            names = {str(old): name for old, name in varying.items()}
            while value:
                found = [(value.find(old), -len(old), old) for old in names if old in value]
                if not found:
                    yield "fixed", value
                    return
                at, _, old = min(found)
                if at:
                    yield "fixed", value[:at]
                yield "varying", names[old]
                value = value[at + len(old) :]


def recorded_booking(base: Path, folder: Path, book: Callable[[Kalends], object]) -> Recording:
    """What a booking writes in a copy, made in `folder`, of the stopped instance in `base`."""
    shutil.copytree(base, folder)
    recorder = Recorder(Database(folder / "data"))
    recorder.start()
    kalends = Kalends(folder, KALENDS_POLL_SECONDS="600").start()
    try:
        before = len(recorder.writes())
        book(kalends)
        recorder.database.settle()
        return Recording.of(recorder.writes()[before:])
    finally:
        kalends.stop()
