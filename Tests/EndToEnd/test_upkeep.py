"""What an operator does with the database: back up, restore, check, move to another engine and back."""

import shutil
import sqlite3
import subprocess
import tempfile
import threading
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from harness.counts import BACKUPS
from harness.kalends import Kalends
from harness.postgres import Postgres, binaries
from harness.small_disk import SmallDisk
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


# MARK: nothing is lost by a wrong name


def line_of(outcome) -> str:
    """The one line in which a command says why it did nothing."""
    assert outcome.returncode == 1 and "Usage" not in outcome.stderr, outcome.stderr
    (line,) = [line for line in outcome.stderr.strip().splitlines() if not line.startswith(("Copying", "Comparing"))]
    return line


def people(kalends) -> int:
    with closing(sqlite3.connect(kalends.data / "kalends.sqlite")) as connection:
        return connection.execute("SELECT count(*) FROM users").fetchone()[0]


def test_a_database_is_not_copied_into_itself_however_it_is_called(kalends, cast, postgres, tmp_path):
    kalends.stop()
    file = kalends.data / "kalends.sqlite"
    (tmp_path / "link").symlink_to(file)
    for other in [tmp_path / "link", kalends.data / ".." / "data" / "kalends.sqlite"]:
        assert "into itself" in line_of(kalends.command("database", "copy", str(file), str(other), "--force", expect=None))
    assert people(kalends) == 1
    address = postgres.database("itself")
    kalends.command("database", "copy", str(file), address)
    for other in [address.replace("127.0.0.1", "localhost"), address + "?connections=4", address.replace("postgres:", "postgresql:")]:
        assert "into itself" in line_of(kalends.command("database", "copy", address, other, "--force", expect=None))
    assert postgres.sql("itself", "SELECT count(*) FROM users") == "1"


def test_a_backup_does_not_overwrite_what_the_instance_lives_on(kalends, cast, tmp_path):
    (tmp_path / "link").symlink_to(kalends.data / "kalends.sqlite")
    names = ["kalends.sqlite", "kalends.sqlite-wal", "secret.key"]
    for file in [tmp_path / "link", *(kalends.data / name for name in names)]:
        assert "own file" in line_of(kalends.command("backup", str(file), "--force", expect=None))
    assert signed_in(kalends, cast).is_signed_in()


def test_a_copy_leaves_a_file_alone_that_is_served_or_is_not_kalends(kalends, cast, tmp_path):
    other = Kalends(tmp_path / "other")
    kalends.command("backup", str(tmp_path / "b"))
    other.command("restore", str(tmp_path / "b"))
    source, served = str(other.data / "kalends.sqlite"), kalends.data / "kalends.sqlite"
    assert "already serves" in line_of(other.command("database", "copy", source, str(served), "--force", expect=None))
    assert signed_in(kalends, cast).is_signed_in()
    foreign = tmp_path / "foreign.sqlite"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE users (name TEXT)")
        connection.commit()
    before = foreign.read_bytes()
    for force in [[], ["--force"]]:
        assert "left alone" in line_of(other.command("database", "copy", source, str(foreign), *force, expect=None))
    assert foreign.read_bytes() == before


def test_a_restore_that_fails_leaves_everything_as_it_was(kalends, cast, postgres, tmp_path):
    booked(kalends, cast, 1)
    backup = tmp_path / "b"
    kalends.command("backup", str(backup))
    kalends.stop()
    address = postgres.database("kept")
    kalends.command("database", "copy", str(kalends.data / "kalends.sqlite"), address)
    damaged, marked = tmp_path / "damaged", tmp_path / "marked"
    with closing(sqlite3.connect(backup)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'mails'").fetchone()
    content = bytearray(backup.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = bytes(4096)
    damaged.write_bytes(content)
    marked.write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(marked)) as connection:
        connection.execute("INSERT INTO settings VALUES ('home', 'copy.unfinished', '1 2 3')")
        connection.commit()
    node = Kalends(tmp_path / "node", KALENDS_DATABASE_URL=address)
    for instance in [kalends, node]:
        for file in [damaged, marked]:
            line_of(instance.command("restore", str(file), "--force", expect=None))
        assert not [entry.name for entry in instance.data.iterdir() if "partial" in entry.name]
    assert people(kalends) == 1 and postgres.sql("kept", "SELECT count(*) FROM appointments") == "1"
    node.command("restore", str(backup), "--force")
    assert postgres.sql("kept", "SELECT count(*) FROM appointments") == "1"
    assert "all is well" in node.command("database", "check").stdout


def test_a_raw_file_is_complete_after_a_stop_and_with_its_journal_before(kalends, cast, tmp_path):
    booked(kalends, cast, 1)
    raw = tmp_path / "raw"
    raw.mkdir()
    for ending in ["", "-wal", "-shm"]:
        (raw / f"kalends.sqlite{ending}").write_bytes((kalends.data / f"kalends.sqlite{ending}").read_bytes())
    kalends.stop()
    (tmp_path / "alone.sqlite").write_bytes((kalends.data / "kalends.sqlite").read_bytes())
    for number, file in enumerate([raw / "kalends.sqlite", tmp_path / "alone.sqlite"]):
        other = Kalends(tmp_path / f"other-{number}")
        other.command("restore", str(file))
        assert len(booked_mails(other)) == 1


def test_a_database_that_nodes_use_is_not_exchanged_under_them(kalends, cast, postgres, tmp_path):
    backup = tmp_path / "b"
    kalends.command("backup", str(backup))
    kalends.stop()
    address = postgres.database("served")
    key = str(kalends.data / "secret.key")
    kalends.command("database", "copy", str(kalends.data / "kalends.sqlite"), address)
    node = Kalends(tmp_path / "node", KALENDS_DATABASE_URL=address, KALENDS_SECRET_KEY_FILE=key).start()
    other = Kalends(tmp_path / "other", KALENDS_DATABASE_URL=address)
    assert "Stop every node" in line_of(other.command("restore", str(backup), "--force", expect=None))
    # Whoever exchanges it all the same finds the node stopped, with the reason.
    postgres.sql("served", "UPDATE settings SET setting_value = 'other' WHERE name = 'secret-key.fingerprint'")
    postgres.sql("served", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kalends listening'")
    node.process.child.wait(30)
    assert "secret key is not the one" in node.log


def test_a_backup_that_fails_leaves_nothing(kalends, cast, tmp_path):
    key = kalends.data / "secret.key"
    content = key.read_text()
    for wrong in ["letters", "0" * 64]:
        key.write_text(wrong)
        assert "KALENDS_SECRET_KEY_FILE" in line_of(kalends.command("backup", str(tmp_path / "b"), "--include-secret-key", expect=None))
    key.write_text(content)
    disk = SmallDisk(1, "root")
    try:
        full = Kalends(kalends.folder, kalends.data, within=disk.within)
        assert "disk is full" in line_of(full.command("backup", str(disk.path / "b"), expect=None))
        left = subprocess.run([*disk.within, "ls", "-A", str(disk.path)], capture_output=True, text=True, check=True)
        assert left.stdout == ""
    finally:
        disk.unmount()
    assert not [entry.name for entry in tmp_path.iterdir() if entry.name.startswith("b")]


def test_a_key_in_a_backup_that_opens_nothing_of_it_is_refused(kalends, cast, tmp_path):
    backup = tmp_path / "b"
    kalends.command("backup", str(backup), "--include-secret-key")
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE settings SET setting_value = ? WHERE name = 'backup.secret-key'", ["0" * 64])
        connection.commit()
    other = Kalends(tmp_path / "other")
    assert "not the one that its bookings were sealed with" in line_of(other.command("restore", str(backup), expect=None))


def test_a_look_at_an_older_database_changes_nothing(kalends, cast):
    kalends.stop()
    file = kalends.data / "kalends.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DELETE FROM schema_migrations WHERE number = (SELECT MAX(number) FROM schema_migrations)")
        connection.commit()
    before = file.read_bytes()
    assert "kalends migrate" in line_of(kalends.command("database", "check", expect=None))
    assert file.read_bytes() == before


def test_whoever_may_only_read_a_file_can_check_it(kalends, cast, tmp_path):
    kalends.stop()
    folder = Path(tempfile.mkdtemp(prefix="kalends-read-"))
    try:
        folder.chmod(0o755)
        (folder / "kalends.sqlite").write_bytes((kalends.data / "kalends.sqlite").read_bytes())
        (folder / "kalends.sqlite").chmod(0o644)
        within = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        reader = Kalends(tmp_path / "reader", folder, within=within)
        assert "all is well" in reader.command("database", "check").stdout
        assert [entry.name for entry in folder.iterdir()] == ["kalends.sqlite"]
    finally:
        shutil.rmtree(folder)


def test_two_copies_into_one_place_are_told_apart(kalends, cast, postgres, tmp_path):
    kalends.stop()
    address = postgres.database("twice")
    # As the other copy would hold it.
    with subprocess.Popen([str(binaries() / "psql"), address, "-At"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        holder.stdin.write("SELECT pg_advisory_lock(1799004), 'held';\n")
        holder.stdin.flush()
        assert "held" in holder.stdout.readline()
        told = line_of(kalends.command("database", "copy", str(kalends.data / "kalends.sqlite"), address, expect=None))
        holder.kill()
    assert "just now" in told
    kalends.command("database", "copy", str(kalends.data / "kalends.sqlite"), address)
