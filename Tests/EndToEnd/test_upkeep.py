"""What an operator does with the database: back up, restore, check, move to another engine and back."""

import sqlite3
from datetime import date, timedelta

import pytest
from harness.kalends import Kalends
from harness.postgres import Postgres
from kalends_client import book, signed_in, slots


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
