"""Years of bookings in an instance's SQLite file, written row by row as a recorded booking was: with their customers, claims, links, history
and mails, cancelled ones among them, so that `kalends database check` finds nothing."""

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from harness.bare_rows import LETTERS
from harness.database import Database
from harness.recording import Recording, Write

DAY, HALF_HOUR = 86_400, 1_800
SLOTS_A_DAY = 16
ROWS_AT_ONCE = 20_000

# What is hard for somebody: every width of UTF-8, quotes, lines, and nothing at all.
NAMES = ["Carl Customer", "Åsa Öberg", "Pat O'Brien", "Łucja Żak", "山田 花子", "Ωμέγα \"Omega\" Ωμ", "👩‍🚀 Zoë", "a"]
NOTES = ["", "First visit", "Two lines\nand a tab\there", "100 % \\ sure; '--", "☎ only after 17:00 " + "…" * 200]

CANCELLED = 10
"""Every so-manieth is cancelled,"""
LINKED = 4
"""stands in an outside calendar as well,"""
MAILED = 25
"""and has its mails kept."""


class Seeding:
    """Bookings from 200 days ago on, all slots of all days, person by person."""

    def __init__(self, database: Database, recording: Recording, now: int, seed: int):
        self.database, self.recording, self.now = database, recording, now
        self.draw = random.Random(seed)
        self.first = now // DAY * DAY - 200 * DAY + 9 * 3600
        self.templates = {write.table: write.values for write in recording.inserted}
        self.history = [list(recording.pieces(write.values["after_json"])) for write in recording.inserted if write.table == "history"][0]

    def add(self, bookings: int) -> None:
        people = self.database.rows("SELECT id, resource FROM staff ORDER BY position, id")
        # One connection, without the forcing that nobody waits for; foreign keys are checked afterwards, all of them.
        with closing(self.database.connect()) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("BEGIN")
            self._insert(connection, self._calendars(people))
            self._insert(connection, (row for number in range(bookings) for row in self._booking(number, people)))
            connection.execute("COMMIT")
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        self.database.raise_revision()

    def _insert(self, connection: sqlite3.Connection, rows: Iterator[Write]) -> None:
        waiting: dict[str, list[dict]] = {}
        count = 0
        for row in rows:
            waiting.setdefault(row.table, []).append(row.values)
            count += 1
            if count % ROWS_AT_ONCE == 0:
                self._flush(connection, waiting)
        self._flush(connection, waiting)

    @staticmethod
    def _flush(connection: sqlite3.Connection, waiting: dict[str, list[dict]]) -> None:
        for table, rows in waiting.items():
            for columns in {tuple(row) for row in rows}:
                marks = ", ".join("?" * len(columns))
                chosen = [tuple(row.values()) for row in rows if tuple(row) == columns]
                connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", chosen)
        waiting.clear()

    def _id(self) -> str:
        return "".join(self.draw.choices(LETTERS, k=26))

    def _calendars(self, people: list[dict]) -> Iterator[Write]:
        """Everybody's linked calendar, at an account that is no longer connected: a started server leaves it alone."""
        for person in people:
            resource = person["resource"]
            yield Write("inserted", "accounts", {
                "organization": "home", "id": f"account-{resource}", "resource": resource, "provider": "caldav", "name": "Calendar",
                "address": "https://cal.example.org/", "login": "ana", "sealed_secret": "", "own_addresses": "[]", "created_at": self.now,
            })  # fmt: skip
            yield Write("inserted", "calendars", {
                "organization": "home", "id": f"calendar-{resource}", "account": f"account-{resource}", "resource": resource,
                "remote_id": "https://cal.example.org/work/", "name": "Work", "access": "readWrite", "capabilities": "[]", "is_linked": 0,
                "closes_time": 0,
            })  # fmt: skip

    def _booking(self, number: int, people: list[dict]) -> Iterator[Write]:
        person = people[number % len(people)]
        day, slot = divmod(number // len(people), SLOTS_A_DAY)
        start = self.first + day * DAY + slot * HALF_HOUR
        created = min(start - DAY, self.now) - self.draw.randrange(30 * DAY)
        is_cancelled = number % CANCELLED == CANCELLED - 1
        name, notes = NAMES[number % len(NAMES)], NOTES[number % len(NOTES)]
        # Two of three have been there before.
        is_known = number % 3 > 0
        if not is_known:
            self.customer, self.mail = self._id(), f"{self._id()[:12]}@example.org"
            yield self._row("customers", id=self.customer, name=name, email=self.mail, email_folded=self.mail, phone="+49 30 1234" if notes else "",
                            search_text=f"{name}\n{self.mail}\n\n".lower(), created_at=created)  # fmt: skip
        own = {
            "customer": self.customer, "mail": self.mail, "appointment": self._id(), "uid": f"kalends-{self._id()}", "start": start,
            "end": start + HALF_HOUR, "staff": person["id"], "resource": person["resource"], "token": f"{self.draw.getrandbits(256):064x}",
            "sealed": "k1." + self._id() * 3, "form": self._id()[:16],
        }  # fmt: skip
        appointment = own["appointment"]
        yield self._row("appointments", id=appointment, uid=own["uid"], start_at=start, end_at=start + HALF_HOUR, created_at=created,
                        updated_at=created, status="cancelled" if is_cancelled else "confirmed", price=None if slot % 2 else 4_500,
                        staff_notes=notes)  # fmt: skip
        yield self._row("appointment_staff", appointment=appointment, staff=person["id"])
        yield self._row("attendees", appointment=appointment, customer=self.customer, name=name, email=self.mail, notes=notes)
        yield self._row("manage_links", token_hash=own["token"], sealed_token=own["sealed"], appointment=appointment, customer=self.customer)
        if self.now - created < 7 * DAY:
            yield self._row("submissions", form_id=own["form"], appointment=appointment, created_at=created)
        after = "".join(str(own[piece] if kind == "varying" else piece) for kind, piece in self.history)
        subject = f"appointment:{appointment}"
        yield self._row("history", happened_at=created, subject=subject, after_json=after)
        if is_cancelled:
            yield self._row("history", happened_at=created + 60, subject=subject, action="cancelled", reason=notes, before_json=after)
        else:
            yield self._row("claims", resource=person["resource"], start_at=start, end_at=start + HALF_HOUR, appointment=appointment)
        if number % LINKED == 0:
            yield from self._event(own, name, is_cancelled)
        if number % MAILED == 0:
            for write in self.recording.mails:
                yield Write("inserted", "mails", write.values | {
                    "id": self._id(), "appointment": appointment, "message_id": f"<{self._id()}@example.org>", "state": "sent", "attempts": 1,
                    "created_at": created, "sent_at": created + 1, "last_tried_at": created + 1, "last_reply": "250 OK",
                    "message": bytes.fromhex(write.values["message"]), "to_name": name,
                })  # fmt: skip

    def _event(self, own: dict, name: str, is_closed: bool) -> Iterator[Write]:
        calendar, item = f"calendar-{own['resource']}", f"https://cal.example.org/work/{own['uid']}.ics"
        fields = json.dumps({"title": name, "notes": "", "location": "", "start": own["start"], "end": own["end"]}, ensure_ascii=False)
        yield Write("inserted", "links", {
            "organization": "home", "appointment": own["appointment"], "resource": own["resource"], "calendar": calendar,
            "state": "closed" if is_closed else "synced", "generation": 1, "remote_id": None if is_closed else item,
            "version": None if is_closed else '"1"', "base": None if is_closed else fields, "carried": None,
        })  # fmt: skip
        if not is_closed:
            yield Write("inserted", "remote_items", {
                "organization": "home", "calendar": calendar, "id": item, "version": '"1"', "uid": own["uid"],
                "marker_appointment": own["appointment"], "marker_generation": 1, "fields": fields,
                "payload": f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:{own['uid']}\r\nSUMMARY:{name}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            })  # fmt: skip

    def _row(self, table: str, **changes) -> Write:
        """The recorded row of that table with other values."""
        return Write("inserted", table, self.templates[table] | changes)
