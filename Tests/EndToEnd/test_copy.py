"""A database of many years, SQLite → PostgreSQL → SQLite: interrupted, gone on with, and equal at the end to the last byte."""

import hashlib
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from harness.counts import COPY_APPOINTMENTS, SEED
from harness.database import Database
from harness.kalends import BINARY, Kalends
from harness.postgres import Postgres
from harness.recording import recorded_booking
from harness.seeding import Seeding
from kalends_client import Cast, book, set_up, slots

PEOPLE = 49
WITHIN = 900


@pytest.fixture(scope="module")
def postgres():
    # What is compared afterwards is not lost in a crash that nobody plans here: nothing need be forced to the disk.
    server = Postgres(fsync="off", full_page_writes="off").start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """The file of an instance that has been in use for long."""
    folder, cast = tmp_path_factory.mktemp("years"), Cast()
    kalends = Kalends(folder / "kalends").start()
    try:
        set_up(kalends, cast)
        database = Database(kalends.data)
        database.add_people(PEOPLE)
        start = slots(kalends, cast, date.today() + timedelta(days=3), 7)[0]
    finally:
        kalends.stop()
    recording = recorded_booking(folder / "kalends", folder / "recorded", lambda copy: book(copy, cast, start))
    Seeding(database, recording, int(time.time()), SEED).add(COPY_APPOINTMENTS)
    shutil.rmtree(folder / "recorded")
    return database.file


def command(*arguments: str, **settings: str) -> subprocess.CompletedProcess:
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=WITHIN, env=os.environ | settings)


def copied(source: str | Path, target: str | Path) -> str:
    """Copies to the end and returns what is told about it."""
    outcome = command("database", "copy", str(source), str(target))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.stdout


def interrupted(source: str | Path, target: str | Path, percent: int, *options: str) -> None:
    """Copies until that much is told to be done, and kills it."""
    command = [BINARY, "database", "copy", str(source), str(target), *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as copying:
        for line in copying.stderr:
            told = re.fullmatch(r"Copying: (\d+) %", line.strip())
            assert told, f"it ended, or came to comparing, before {percent} % were told: {line}"
            if int(told.group(1)) >= percent:
                copying.send_signal(signal.SIGKILL)
                break
    assert copying.returncode == -signal.SIGKILL


def fingerprint(told: str) -> str:
    return re.search(r"rows are equal in both; fingerprint ([0-9a-f]{16})\.", told).group(1)


def had_been_copied(told: str) -> int:
    found = re.search(r"^(\d+) of them had been copied before", told, re.MULTILINE)
    return int(found.group(1)) if found else 0


# What is right for some hours at most stays where it is.
PASSING = {"attempts", "request_buckets"}


def content(file: Path) -> dict[str, str]:
    """Of each table a hash of all its rows in the order of its primary key, seen by other eyes than the program's."""
    found = {}
    with closing(sqlite3.connect(file)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")}
        for table in sorted(tables - PASSING):
            key = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", [table])]
            digest = hashlib.sha256()
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY {', '.join(key)}"):
                digest.update(repr(row).encode())
            found[table] = digest.hexdigest()
    return found


def all_is_well(place: str | Path, secret_key: Path) -> bool:
    where = {"KALENDS_DATA_DIR": str(place.parent)} if isinstance(place, Path) else {"KALENDS_DATABASE_URL": place}
    told = command("database", "check", KALENDS_SECRET_KEY_FILE=str(secret_key), **where)
    assert told.returncode == 0, told.stdout + told.stderr
    return "all is well" in told.stdout


def test_a_big_database_goes_to_postgresql_and_back_in_pieces_and_is_equal(source, postgres, tmp_path):
    key = source.parent / "secret.key"
    assert all_is_well(source, key)
    before, there, back = content(source), postgres.database("there"), tmp_path / "kalends.sqlite"

    interrupted(source, there, 50)
    refused = command("serve", KALENDS_DATABASE_URL=there, KALENDS_SECRET_KEY_FILE=str(key), KALENDS_LISTEN="127.0.0.1:0")
    assert refused.returncode != 0 and "cut short" in refused.stderr
    went_on = copied(source, there)
    assert had_been_copied(went_on) > COPY_APPOINTMENTS
    assert all_is_well(there, key)

    interrupted(there, back, 50)
    assert not back.exists()
    came_back = copied(there, back)
    assert had_been_copied(came_back) > COPY_APPOINTMENTS
    assert fingerprint(came_back) == fingerprint(went_on)
    assert all_is_well(back, key)
    assert content(back) == before and content(source) == before


def test_a_forced_copy_is_gone_on_with_and_what_was_there_stays_until_its_end(source, postgres):
    there = postgres.database("forced")
    copied(source, there)
    postgres.sql("forced", "UPDATE organizations SET name = 'before'")
    interrupted(source, there, 50, "--force")
    assert postgres.sql("forced", "SELECT name FROM organizations") == "before"
    told = command("database", "copy", str(source), there, "--force")
    assert told.returncode == 0 and had_been_copied(told.stdout) > COPY_APPOINTMENTS, told.stderr
    assert postgres.sql("forced", "SELECT name FROM organizations") == ""


def test_a_terminal_shows_a_bar_that_fills(source, tmp_path):
    watching, terminal = pty.openpty()
    with subprocess.Popen([BINARY, "database", "copy", str(source), str(tmp_path / "other.sqlite")], stderr=terminal, stdout=subprocess.DEVNULL):
        os.close(terminal)
        shown = b""
        while True:
            try:
                shown += os.read(watching, 65_536)
            except OSError:
                break
    os.close(watching)
    lines = re.findall(r"(Copying|Comparing) (█*)(░*) (\d+) %  (\d+) of (\d+)", shown.decode())
    assert {stage for stage, *_ in lines} == {"Copying", "Comparing"}
    for stage, full, empty, percent, done, total in lines:
        assert len(full) + len(empty) == 30 and len(full) == int(percent) * 30 // 100 and int(done) <= int(total)
    shares = [int(percent) for stage, _, _, percent, _, _ in lines if stage == "Copying"]
    assert shares == sorted(shares) and len(set(shares)) >= 5
