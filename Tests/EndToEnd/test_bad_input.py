"""Whatever people and servers send: an error that names the field and the remedy, nothing lost, no markup let through."""

from datetime import date, datetime, timedelta

import pytest
from harness.calendar_servers import PASSWORD, USER
from harness.counting_proxy import CountingProxy, Fault
from kalends_client import (
    ADMIN,
    CALENDARS,
    CUSTOMERS,
    HOURS,
    MAILS,
    SERVICES,
    SETTINGS,
    TIME_OFF,
    Client,
    book,
    booking_form,
    booking_page,
    calendar_troubles,
    connect_calendar,
    link_calendar,
    offer_when_nobody_is_let_in,
    service_page,
    signed_in,
    slots,
    sync_now,
)

MARKUP = "<kalends-markup onclick=alert(1)>\"'&<script>alert('kalends')</script>"


def says_something_useful(page, *words: str) -> None:
    """An error for a person: words that name the field, and never a shrug."""
    assert page.errors, f"{page.status} without a word of error at {page.url}: {page.words[:300]}"
    text = " ".join(page.errors)
    assert "error occurred" not in text.lower() and "something went wrong" not in text.lower()
    for word in words:
        assert word.lower() in text.lower(), f"{word!r} is not in {text!r}"


def next_slot(kalends, cast) -> datetime:
    return slots(kalends, cast, date.today() + timedelta(days=2), 14)[0]


# MARK: customers


@pytest.mark.parametrize(
    "field, value, word",
    [
        ("name", "", "name"),
        ("mail", "", "mail"),
        ("mail", "not an address", "mail"),
        ("mail", "a@b\r\nBcc: everybody@example.org", "mail"),
        ("name", "N" * 100_000, "name"),
        ("mail", "m" * 5_000 + "@example.org", "mail"),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_is_kept(kalends, cast, database, field, value, word):
    client = Client(kalends.url)
    answer = client.submit(booking_form(client, cast, next_slot(kalends, cast), **{field: value}))
    assert 400 <= answer.status < 500
    says_something_useful(answer, word)
    if field != "name" and len(value) < 1000:
        assert cast.customer in answer.text
    assert database.live_appointments() == []


@pytest.mark.parametrize(
    "query", ["date=2026-02-30", "date=yesterday", "date=99999-01-01", "date=", "zone=Mars/Olympus", "date=2026-13-01"]
)
def test_an_impossible_date_or_zone_is_no_failure_of_the_page(kalends, cast, query):
    answer = Client(kalends.url).get(f"/b/{cast.slug}/{cast.service_slug}?{query}")
    assert answer.status in (200, 400, 422)
    assert cast.service in answer.words


@pytest.mark.parametrize(
    "start", ["2026-02-30T09:00:00Z", "soon", "", "2020-01-01T09:00:00Z", "9999-12-31T23:59:59Z", "2026-01-01T00:00:00+99:99"]
)
def test_a_start_that_is_no_slot_cannot_be_booked(kalends, cast, database, start):
    client = Client(kalends.url)
    form = booking_form(client, cast, next_slot(kalends, cast))
    values = [(name, start if name == "start" else value) for name, value in form.values]
    answer = client.session.post(form.action, data=values, headers={"Origin": kalends.url}, timeout=10)
    assert 400 <= answer.status_code < 500
    assert database.live_appointments() == []


def test_a_form_whose_token_was_changed_is_refused(kalends, cast, database):
    client = Client(kalends.url)
    form = booking_form(client, cast, next_slot(kalends, cast))
    hidden = {e.get("name") for e in form.fields if e.get("type") == "hidden" and len(e.get("value") or "") > 30}
    assert hidden, "the form carries no signed token"
    values = [(name, value[:-4] + "AAAA" if name in hidden else value) for name, value in form.values]
    answer = client.session.post(form.action, data=values, headers={"Origin": kalends.url}, timeout=10)
    assert 400 <= answer.status_code < 500
    assert database.live_appointments() == []


@pytest.mark.parametrize(
    "path", ["/b/nobody", "/b/{slug}/nothing", "/manage/guessed", "/feeds/guessed.ics", "/b/%00", "/b/../../etc/passwd", "/static/../k.sqlite"]
)
def test_an_address_that_leads_nowhere_says_so(kalends, cast, path):
    answer = Client(kalends.url).get(path.format(slug=cast.slug))
    assert answer.status in (400, 404)
    assert answer.words


def test_a_huge_body_is_refused_and_the_server_goes_on(kalends, cast):
    client = Client(kalends.url)
    form = booking_form(client, cast, next_slot(kalends, cast))
    answer = client.session.post(form.action, data={"name": "x" * 20_000_000}, headers={"Origin": kalends.url}, timeout=30)
    assert answer.status_code in (400, 413)
    assert client.get(booking_page(cast)).status == 200


def test_markup_in_a_name_is_text_everywhere(kalends, cast, database, mail_sink):
    client = Client(kalends.url)
    form = booking_form(client, cast, next_slot(kalends, cast), name=MARKUP)
    form.fill_where_present(notes=MARKUP)
    page = client.submit(form)
    pages = [page, client.get(page.link(r"/manage/"))]
    admin = signed_in(kalends, cast)
    home = admin.get(ADMIN)
    pages += [home, admin.get(CUSTOMERS), admin.get(MAILS)]
    pages += [admin.get(address) for address, words in home.links.items() if "kalends-markup" in words]
    for shown in pages:
        assert not shown.has_element("kalends-markup"), shown.url
        assert "<script>alert(" not in shown.text, shown.url
    assert any("kalends-markup" in shown.words for shown in pages), "the name is shown nowhere"
    for mail in mail_sink.wait_for(cast.customer_mail) + mail_sink.wait_for(cast.mail):
        assert "<kalends-markup" not in mail.html and "<script>" not in mail.html
        for event in mail.events:
            assert "BEGIN:VEVENT" not in str(event.get("SUMMARY"))


@pytest.mark.parametrize("name", ["Anna\r\nATTENDEE:mailto:x@example.org", "Zoë Ωmega 中文 🎉", "a;b,c:d\\n\"e\""])
def test_odd_names_make_sound_calendar_files_and_mails(kalends, cast, mail_sink, name):
    client = Client(kalends.url)
    page = client.submit(booking_form(client, cast, next_slot(kalends, cast), name=name))
    if page.status < 400:
        (mail,) = mail_sink.wait_for(cast.customer_mail)
        (event,) = mail.events
        attendees = event["ATTENDEE"] if isinstance(event["ATTENDEE"], list) else [event["ATTENDEE"]]
        assert [str(attendee).lower() for attendee in attendees] == [f"mailto:{cast.customer_mail}"]
    else:
        says_something_useful(page, "name")


# MARK: staff

SERVICE, BUSINESS, WEEK, ABSENCE = "service", "business", "week", "absence"

WRONG = [
    (SERVICE, "name", "", "name"),
    (SERVICE, "name", "N" * 10_000, "name"),
    (SERVICE, "duration", "soon", "duration"),
    (SERVICE, "duration", "0", "duration"),
    (SERVICE, "preBuffer", "-5", "buffer"),
    (SERVICE, "price", "a lot", "price"),
    (SERVICE, "location", "L" * 10_000, "place"),
    (SERVICE, "slug", "../admin", "address"),
    (BUSINESS, "name", "Practice\u202e\u0007", "name"),
    (BUSINESS, "zone", "Mars/Olympus", "time zone"),
    (BUSINESS, "timeSlotInterval", "", "step"),
    (BUSINESS, "minimumLeadTime", "soon", "lead time"),
    (BUSINESS, "maximumAdvance", "10000", "lead time"),
    (BUSINESS, "replyTo", "a@b\r\nBcc: everybody@example.org", "email"),
    (BUSINESS, "accent", "red;}body{display:none", "colour"),
    (BUSINESS, "allowedFrameOrigins", "https://a;script-src *", "site"),
    (WEEK, "hours-1-0-from", "25:99", "hours"),
    (WEEK, "hours-1-0-to", "", "hours"),
    (ABSENCE, "startDate", "2026-02-30", "date"),
    (ABSENCE, "startDate", "99999-01-01", "date"),
    (ABSENCE, "endDate", "1999-01-01", "end"),
    (ABSENCE, "endDate", "", "date"),
]


def staff_form(admin: Client, cast, kind: str):
    """The form of a kind, filled so that it could be sent."""
    match kind:
        case "service":
            return admin.get(admin.get(SERVICES).link(cast.service)).form("duration")
        case "business":
            return admin.get(SETTINGS).form("timeSlotInterval")
        case "week":
            return admin.get(HOURS).form("hours-1-0-from")
        case _:
            return admin.get(TIME_OFF + "/new").form("startDate").fill(isAllDay=True)


@pytest.mark.parametrize("kind, field, value, word", WRONG, ids=lambda value: value[:20] if isinstance(value, str) else None)
def test_a_wrong_field_of_the_admin_app_is_named_and_nothing_is_stored(kalends, cast, database, kind, field, value, word):
    admin = signed_in(kalends, cast)
    tables = ("services", "businesses", "staff", "time_off")
    before = [database.rows(f"SELECT * FROM {table}") for table in tables]
    answer = admin.submit(staff_form(admin, cast, kind).fill(**{field: value}))
    assert answer.status == 422
    says_something_useful(answer, word)
    assert [database.rows(f"SELECT * FROM {table}") for table in tables] == before


# MARK: calendar servers

HOSTILE = [Fault.HTML, Fault.UNAUTHORIZED, Fault.SERVER_ERROR, Fault.SILENCE, Fault.HANG_UP]


@pytest.mark.parametrize("fault", HOSTILE, ids=lambda fault: fault.name.lower())
def test_a_hostile_calendar_server_is_not_connected_and_the_error_says_why(kalends, cast, database, fault):
    proxy = CountingProxy(fault=fault).start()
    try:
        admin = signed_in(kalends, cast)
        answer = connect_calendar(admin, proxy.url, USER, PASSWORD)
        says_something_useful(answer)
        expected = "password" if fault is Fault.UNAUTHORIZED else "address"
        assert any(word in " ".join(answer.errors).lower() for word in (expected, "server", "calendar"))
        assert database.accounts() == []
        assert PASSWORD not in answer.text and PASSWORD not in kalends.log
    finally:
        proxy.stop()


@pytest.mark.parametrize("address", ["", "not an address", "ftp://127.0.0.1/", "http://127.0.0.1:1/", "javascript:alert(1)", "http://[::1"])
def test_a_wrong_calendar_address_is_named(kalends, cast, address):
    admin = signed_in(kalends, cast)
    answer = connect_calendar(admin, address, USER, PASSWORD)
    says_something_useful(answer)
    assert not answer.has_element("kalends-markup")


@pytest.mark.parametrize("fault", [*HOSTILE, Fault.TRUNCATED], ids=lambda fault: fault.name.lower())
def test_a_server_that_turns_hostile_loses_nothing(kalends, cast, database, radicale, fault):
    """Busy time stays closed, our event stays, and a booking made meanwhile arrives once the server is well again."""
    proxy = CountingProxy(radicale.url).start()
    try:
        admin = signed_in(kalends, cast)
        day = date.today() + timedelta(days=3)
        link_calendar(admin, connect_calendar(admin, proxy.url, USER, PASSWORD))
        start, second, *_ = slots(kalends, cast, day, 7)
        radicale.calendar().save_event(dtstart=start, dtend=start + timedelta(minutes=30), summary="Surely")
        sync_now(kalends)
        assert start not in slots(kalends, cast, day, 7)

        proxy.fault = fault
        kalends.command("sync", expect=None)
        assert start not in slots(kalends, cast, day, 7), "a failing server opened a busy time"
        if fault == Fault.UNAUTHORIZED:
            assert slots(kalends, cast, day, 7) == [], "times are offered though nobody is let into the calendar"
            offer_when_nobody_is_let_in(admin)
            assert start not in slots(kalends, cast, day, 7)
        booking = book(kalends, cast, second)
        assert calendar_troubles(admin), "the page does not say that the calendar fails"

        proxy.fault = Fault.NONE
        sync_now(kalends)
        database.settle(within=120)
        uids = {str(event.icalendar_instance.walk("VEVENT")[0]["UID"]) for event in radicale.calendar().events()}
        assert booking.uid in uids and len(uids) == 2
    finally:
        proxy.stop()


def event(*lines: str) -> str:
    """A calendar file with one event of these lines."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VEVENT", "UID:hostile@x", "DTSTAMP:20260101T000000Z"]
    return "\r\n".join([*head, *lines, "END:VEVENT", "END:VCALENDAR", ""])


HOSTILE_ICS = {
    "no end": event("DTSTART:20261201T090000Z").removesuffix("END:VEVENT\r\nEND:VCALENDAR\r\n"),
    "endless rule": event("DTSTART:20200101T000000Z", "DTEND:20200101T000001Z", "RRULE:FREQ=SECONDLY"),
    "unknown zone": event("DTSTART;TZID=Mars/Olympus:20261201T090000", "DTEND;TZID=Mars/Olympus:20261201T100000"),
    "end before start": event("DTSTART:20261201T090000Z", "DTEND:20251201T090000Z"),
    "impossible date": event("DTSTART:20260230T250000Z", "DTEND:20260230T260000Z"),
    "markup": event("DTSTART:20261201T090000Z", "DTEND:20261201T100000Z", f"SUMMARY:{MARKUP}"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE_ICS))
def test_one_bad_item_never_stops_its_calendar(kalends, cast, radicale, name):
    """A hostile file is laid straight into the server's storage, beside a good one that must go on closing its time."""
    admin = signed_in(kalends, cast)
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    start = next_slot(kalends, cast)
    radicale.calendar().save_event(dtstart=start, dtend=start + timedelta(minutes=30), summary="Good")
    (collection,) = [folder for folder in (radicale.folder / "collections").rglob("appointments") if folder.is_dir()]
    (collection / "hostile.ics").write_text(HOSTILE_ICS[name], newline="")
    kalends.command("sync", expect=None)
    assert start not in slots(kalends, cast, start.date(), 1)
    for path in (ADMIN, CALENDARS, f"{ADMIN}?date=2026-12-01"):
        page = admin.get(path)
        assert page.status == 200 and not page.has_element("kalends-markup")
    assert Client(kalends.url).get(service_page(cast)).status == 200
