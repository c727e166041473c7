"""What is wrong with a connection is named first, whatever it is; once it is mended there is nothing to find, and nothing is there twice."""

import json
import time as clock
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from harness.calendar_servers import PASSWORD, USER
from kalends_client import (
    CALENDARS,
    agree,
    book,
    connect_calendar,
    link_calendar,
    save_sync_settings,
    signed_in,
    slots,
    sync_now,
)

BERLIN = ZoneInfo("Europe/Berlin")
READ_ONLY = "[everything]\nuser: .*\ncollection: .*\npermissions: Rr\n"


def monday(weeks: int = 1) -> date:
    today = date.today()
    return today + timedelta(days=7 * weeks - today.weekday())


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), BERLIN)


@pytest.fixture
def client(kalends, cast, radicale):
    """Anna's calendar is connected: bookings go there and its events close time. One booking stands in it."""
    client = signed_in(kalends, cast)
    link_calendar(client, connect_calendar(client, radicale.url, USER, PASSWORD), "Appointments")
    sync_now(kalends)
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    sync_now(kalends)
    assert len(radicale.calendar().events()) == 1
    return client


class Doctor:
    """The outcome of `kalends doctor`, and whose connection it is about."""

    def __init__(self, kalends, *options: str):
        outcome = kalends.command("doctor", "--json", *options, expect=None)
        self.status = outcome.returncode
        self.answer = json.loads(outcome.stdout)
        (self.connection,) = self.answer["connections"]

    @property
    def first(self) -> str | None:
        return self.connection.get("first")

    def check(self, name: str) -> dict:
        (found,) = [check for check in self.connection["checks"] if check["check"] == name]
        return found


def assert_healthy(kalends, radicale) -> None:
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (0, None), doctor.connection["answer"]
    assert doctor.check("outbound")["state"] == doctor.check("inbound")["state"] == "well"
    titles = [str(event.icalendar_instance.walk("VEVENT")[0]["SUMMARY"]) for event in radicale.calendar().events()]
    assert len(titles) == 1, titles


def person_page(client, page: str, **query) -> str:
    """The address of one of the pages about the only person's connection."""
    address = client.get(CALENDARS).link(r"/admin/calendars/people/[^/]+/check$")
    return address.removesuffix("check") + page + (f"?{urlencode(query)}" if query else "")


def test_a_healthy_connection_has_no_finding_and_keeps_no_test_item(kalends, client, radicale):
    for _ in range(2):
        assert_healthy(kalends, radicale)
    text = kalends.command("doctor").stdout
    assert "Everything is well with the calendars of Anna Nowak." in text and " 1. [Well]" in text and "27. [" in text
    assert [check["number"] for check in Doctor(kalends).connection["checks"]] == [
        22, 23, 1, 25, 6, 5, 2, 3, 4, 7, 9, 8, 11, 10, 12, 24, 15, 13, 14, 16, 17, 18, 19, 20, 21, 26, 27,
    ]  # fmt: skip


def test_a_wrong_password_is_named_and_told_by_one_mail(kalends, client, radicale, mail_sink):
    users = radicale.folder / "users"
    users.write_text(f"{USER}:another password\n")
    sync = kalends.command("sync", expect=1)
    assert "refused" in sync.stdout
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (1, "refused")
    assert doctor.check("authorization")["actor"] == "owner" and doctor.check("calendarThere")["state"] == "blocked"
    page = client.get(person_page(client, "check"))
    assert "has refused the password" in page.words and page.link("Sign in again")
    assert len(alarms(mail_sink, "needs somebody", 1)) == 1
    users.write_text(f"{USER}:{PASSWORD}\n")
    sync_now(kalends)
    assert_healthy(kalends, radicale)
    assert len(alarms(mail_sink, "works again", 1)) == 1
    assert len(alarms(mail_sink, "needs somebody", 1)) == 1


def alarms(mail_sink, words: str, count: int) -> list:
    """The mails whose subject says so, once there are enough."""
    deadline = clock.monotonic() + 20
    while True:
        found = [mail for mail in mail_sink.mails if words in mail.subject]
        if len(found) >= count or clock.monotonic() > deadline:
            return found
        clock.sleep(0.2)


def test_a_deleted_calendar_is_named_and_another_one_takes_the_bookings_once(kalends, client, radicale):
    radicale.calendar("Appointments").delete()
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (1, "linkedCalendarGone")
    radicale.client().principal().make_calendar(name="New", cal_id="new")
    page = client.get(client.get(CALENDARS).link(r"/admin/calendars/accounts/[^/]+$"))
    link_calendar(client, page, "New")
    sync_now(kalends)
    assert_healthy(kalends, radicale)


def test_a_calendar_that_is_there_again_is_read_by_the_check_which_tells_what_is_missing(kalends, client, radicale, mail_sink):
    radicale.calendar("Appointments").delete()
    kalends.command("sync", expect=None)
    assert "is not on the server any more" in client.get("/admin/conflicts").words
    radicale.client().principal().make_calendar(name="Appointments", cal_id="appointments")
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (1, "conflicts"), doctor.connection["answer"]
    page = client.get("/admin/conflicts")
    assert "is not on the server any more" not in page.words
    assert not alarms(mail_sink, "needs somebody", 0)


def test_a_calendar_that_can_only_be_read_is_named_with_a_message_to_forward(kalends, client, radicale):
    configuration = radicale.folder / "config"
    before = configuration.read_text()
    rights = radicale.folder / "rights"
    rights.write_text(READ_ONLY)
    configuration.write_text(f"{before}\n[rights]\ntype = from_file\nfile = {rights}\n")
    radicale.stop()
    radicale.start()
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (1, "readOnly")
    message = doctor.check("writable")["message"]
    assert message.startswith("Hello, ") and "“Appointments”" in message and "the right to change it" in message
    configuration.write_text(before)
    radicale.stop()
    radicale.start()
    sync_now(kalends)
    assert_healthy(kalends, radicale)


def test_a_server_that_is_away_is_named_and_is_not_taken_for_dead(kalends, client, cast, radicale, mail_sink):
    radicale.stop()
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (1, "unreachable")
    assert doctor.check("network")["actor"] == "administrator" and doctor.check("authorization")["state"] == "blocked"
    assert slots(kalends, cast, monday(), 1), "its person's times are offered as they were known"
    assert not alarms(mail_sink, "needs somebody", 0)
    radicale.start()
    sync_now(kalends)
    assert_healthy(kalends, radicale)


def test_what_is_chosen_is_named_and_is_no_finding(kalends, client, radicale):
    account = client.get(CALENDARS).link(r"/admin/calendars/accounts/[^/]+$")
    form = client.get(account).form("linked")
    # lxml sends “on” for a choice whose value is empty; a browser sends it empty.
    form.extra.append(("linked", ""))
    page = agree(client, client.submit(form))
    assert page.status == 200 and not page.errors, page.errors
    sync_now(kalends)
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (0, "inOnly")
    client.submit(client.get(f"{account}/disconnect").form(words="disconnect"))
    page = client.get(person_page(client, "check"))
    assert "has been disconnected since" in page.words
    assert kalends.command("doctor").stdout.count("No calendar is connected.") == 1


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ({"transp": "TRANSPARENT"}, "leaves its time open"),
        ({"class": "PRIVATE"}, "its title is shown to nobody here"),
        ({}, "is here and closes its time"),
    ],
    ids=["free", "private", "busy"],
)
def test_an_event_that_was_read_is_picked_and_told_as_it_is(kalends, client, radicale, kind, sentence):
    day = monday(2)
    radicale.calendar().save_event(dtstart=at(day, 12), dtend=at(day, 13), summary="Gym", **kind)
    sync_now(kalends)
    page = client.get(person_page(client, "event", day=day.isoformat()))
    answer = client.get(page.link(r"\?.*calendar="))
    assert sentence in answer.words


def test_an_event_of_a_calendar_that_is_not_read_is_looked_for_at_the_server(kalends, client, radicale):
    other = radicale.client().principal().make_calendar(name="Family", cal_id="family")
    other.save_event(dtstart=at(monday(2), 12), dtend=at(monday(2), 13), summary="Birthday")
    sync_now(kalends)
    page = client.get(person_page(client, "event", text="Birthday"))
    assert "Nothing like it was read." in page.words
    answer = client.get(page.link("missing=1"))
    assert "others that are not: “Family”" in answer.words and answer.link("Choose calendars")


def test_a_slot_is_explained_as_the_search_closed_it(kalends, client, cast, radicale):
    day = monday(2)
    radicale.calendar().save_event(dtstart=at(day, 12), dtend=at(day, 13), summary="Gym")
    sync_now(kalends)
    form = client.get(person_page(client, "slot")).form("date", "time")
    for hour, sentence in (("12:00", "taken by “Gym” in “Appointments”"), ("14:00", "free, and offered"), ("03:00", "outside the hours")):
        assert sentence in client.submit(form.fill(date=day.isoformat(), time=hour)).words


def test_the_log_and_the_report_tell_what_was_done_and_no_secret(kalends, client, radicale):
    page = client.get(person_page(client, "log"))
    assert "Event made" in page.words and "Done" in page.words
    assert "hidden by filters" in client.get(person_page(client, "log", failures="1")).words
    client.submit(client.get(person_page(client, "check")).form(words="check now"))
    report = client.session.get(person_page(client, "check/report"), timeout=30)
    assert report.headers["Content-Type"].startswith("text/plain") and "27. [" in report.text
    for secret in (PASSWORD, "Carl", "carl@example.org", "Gym"):
        assert secret not in report.text


def test_doctor_says_when_it_could_not_run(kalends, tmp_path):
    outcome = kalends.command("doctor", "--config", str(tmp_path / "none"), expect=2)
    assert "could not run" in outcome.stderr


def test_what_the_settings_keep_here_is_named_and_is_no_finding(kalends, client, cast, radicale):
    save_sync_settings(client, sendsBookings="off")
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    sync_now(kalends)
    doctor = Doctor(kalends)
    assert (doctor.status, doctor.first) == (0, "sendingOff"), doctor.connection["answer"]
    assert len(radicale.calendar().events()) == 1
    page = client.get(person_page(client, "check"))
    assert client.get(page.link(r"/admin/calendars/settings/")).status == 200
