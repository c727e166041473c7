"""What an operator does with the database: back up, restore, check, move to another engine and back."""

import sqlite3
import threading
from contextlib import closing
from datetime import date, timedelta

import pytest
from harness.counts import BACKUPS
from harness.kalends import Kalends
from harness.postgres import Postgres
from kalends_client import Client, book, booking_form, is_confirmed, signed_in, slots

CLIENTS = 32


@pytest.fixture(scope="module")
def postgres():
    server = Postgres().start()
    yield server
    server.stop()


def starts(kalends, cast, booking_day):
    return slots(kalends, cast, booking_day, 7)


def booked(kalends, cast, count=3):
    """Some bookings, and the day on which they are."""
    day = date.today() + timedelta(days=3)
    for start in slots(kalends, cast, day, 7)[:count]:
        book(kalends, cast, start)
    return day


def fingerprint(text: str) -> str:
    return text.split("fingerprint ")[1].split(".")[0].strip()


def test_a_backup_made_while_serving_restores_to_the_same(kalends, cast, tmp_path):
    day = booked(kalends, cast)
    offered = starts(kalends, cast, day)
    file = tmp_path / "kalends.backup"
    told = kalends.command("backup", str(file), "--include-secret-key").stdout
    assert "The secret key is in it" in told and file.stat().st_mode & 0o077 == 0
    book(kalends, cast, offered[0])

    other = Kalends(tmp_path / "other")
    restored = other.command("restore", str(file)).stdout
    assert fingerprint(restored) != "" and "The secret key came with them" in restored
    assert "all is well" in other.command("database", "check").stdout
    other.start()
    try:
        assert starts(other, cast, day) == offered
        assert signed_in(other, cast).is_signed_in()
    finally:
        other.stop()


class Crowd:
    """Clients that book without end, each one person's times, until the crowd is left."""

    def __init__(self, kalends, cast, people, starts):
        self.kalends, self.cast = kalends, cast
        self.acknowledged: set[str] = set()
        self.failures: list[BaseException] = []
        self.is_over = threading.Event()
        self.news = threading.Condition()
        self.threads = [threading.Thread(target=self._book, args=(person, starts), daemon=True) for person in people]

    def _book(self, person, starts) -> None:
        try:
            for start in starts:
                if self.is_over.is_set():
                    return
                mail = f"{person}-{start:%Y%m%d%H%M}@example.org"
                client = Client(self.kalends.url)
                page = client.submit(booking_form(client, self.cast, start, with_whom=person, mail=mail))
                assert is_confirmed(page), f"{page.status}: {page.errors or page.words[:300]}"
                with self.news:
                    self.acknowledged.add(mail)
                    self.news.notify_all()
            raise AssertionError("there were too few times to book")
        except BaseException as failure:  # noqa: BLE001 - reported by the test
            with self.news:
                self.failures.append(failure)
                self.news.notify_all()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, count: int) -> set[str]:
        """What was acknowledged, once it is so much."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.acknowledged) >= count or self.failures, timeout=120)
            assert not self.failures, self.failures
            return set(self.acknowledged)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_under_load_holds_every_booking_acknowledged_before_it_began(kalends, cast, database, postgres, tmp_path, engine):
    database.set_lead_times(0, 365 * 86_400)
    database.add_people(CLIENTS)
    people = [row["id"] for row in database.rows("SELECT id FROM staff")]
    starts = slots(kalends, cast, date.today() + timedelta(days=3), 100)
    served, file = kalends, tmp_path / "kalends.backup"
    if engine == "postgresql":
        kalends.stop()
        address = postgres.database("loaded")
        kalends.command("database", "copy", str(kalends.data / "kalends.sqlite"), address)
        served = Kalends(tmp_path / "node", KALENDS_DATABASE_URL=address, KALENDS_SECRET_KEY_FILE=str(kalends.data / "secret.key")).start()
    try:
        with Crowd(served, cast, people, starts) as crowd:
            for _ in range(BACKUPS):
                before = crowd.wait_for(len(crowd.acknowledged) + 2 * CLIENTS)
                served.command("backup", str(file), "--force", "--include-secret-key")
                meanwhile = crowd.wait_for(0) - before
                assert meanwhile, "nobody booked while the backup was made"

                other = Kalends(tmp_path / "other")
                other.command("restore", str(file), "--force")
                assert "all is well" in other.command("database", "check").stdout
                assert before <= booked_mails(other)
    finally:
        if served is not kalends:
            served.stop()
    other.start()
    try:
        assert signed_in(other, cast).is_signed_in()
        # What is booked is booked there as well, and the rest is free.
        free = slots(other, cast, starts[0].date(), 100)
        book(other, cast, free[-1])
    finally:
        other.stop()


def booked_mails(kalends) -> set[str]:
    """Who has a confirmed appointment in a stopped instance."""
    with closing(sqlite3.connect(kalends.data / "kalends.sqlite")) as connection:
        return {
            mail
            for (mail,) in connection.execute(
                """SELECT t.email FROM attendees t JOIN appointments a ON a.organization = t.organization AND a.id = t.appointment
                   WHERE a.status = 'confirmed'"""
            )
        }


def test_nothing_is_overwritten_unless_it_is_said(kalends, cast, tmp_path):
    file = tmp_path / "kalends.backup"
    assert "The secret key is not in it" in kalends.command("backup", str(file)).stdout
    assert "--force" in kalends.command("backup", str(file), expect=1).stderr
    kalends.command("backup", str(file), "--force")
    assert "already serves" in kalends.command("restore", str(file), "--force", expect=1).stderr
    kalends.stop()
    assert "--force" in kalends.command("restore", str(file), expect=1).stderr
    kalends.command("restore", str(file), "--force")
    kalends.start()
    assert signed_in(kalends, cast).is_signed_in()


def test_what_is_no_backup_is_refused_and_nothing_is_lost(kalends, cast, tmp_path):
    kalends.stop()
    wrong = tmp_path / "letter.txt"
    wrong.write_text("Dear operator")
    for file in [wrong, tmp_path / "nothing"]:
        assert "is not a backup of Kalends" in kalends.command("restore", str(file), "--force", expect=1).stderr
    kalends.start()
    assert signed_in(kalends, cast).is_signed_in()


def test_a_copy_to_postgresql_and_back_is_equal_and_serves(kalends, cast, postgres, tmp_path):
    day = booked(kalends, cast)
    offered = starts(kalends, cast, day)
    file = str(kalends.data / "kalends.sqlite")
    address = postgres.database("moved")
    assert "already serves" in kalends.command("database", "copy", file, address, expect=1).stderr
    kalends.stop()
    there = fingerprint(kalends.command("database", "copy", file, address).stdout)
    assert "--force" in kalends.command("database", "copy", file, address, expect=1).stderr
    assert fingerprint(kalends.command("database", "copy", file, address, "--force").stdout) == there

    node = Kalends(tmp_path / "node", KALENDS_DATABASE_URL=address, KALENDS_SECRET_KEY_FILE=str(kalends.data / "secret.key"))
    assert "all is well" in node.command("database", "check").stdout
    node.start()
    try:
        assert starts(node, cast, day) == offered
        book(node, cast, offered[0])
        assert offered[0] not in starts(node, cast, day)
    finally:
        node.stop()

    back = str(tmp_path / "back.sqlite")
    again = fingerprint(kalends.command("database", "copy", address, back).stdout)
    assert again != there, "the booking made there is missing"
    assert fingerprint(kalends.command("database", "copy", back, postgres.database("third")).stdout) == again


def test_a_node_with_another_secret_key_says_so_and_stops(kalends, cast, postgres, tmp_path):
    address = postgres.database("keys")
    first = Kalends(tmp_path / "first", KALENDS_DATABASE_URL=address)
    first.start()
    first.stop()
    second = Kalends(tmp_path / "second", KALENDS_DATABASE_URL=address)
    outcome = second.command("database", "check", expect=None)
    assert outcome.returncode in (0, 1)
    outcome = second.command("slots", cast.slug, cast.service_slug, expect=None)
    assert outcome.returncode != 0 and "secret key" in outcome.stderr


def test_damage_is_found(kalends, cast):
    booked(kalends, cast, 1)
    kalends.stop()
    with sqlite3.connect(kalends.data / "kalends.sqlite") as database:
        database.execute("DELETE FROM claims")
    outcome = kalends.command("database", "check", expect=1)
    assert "is not claimed" in outcome.stdout
