"""Google Calendar as people use it: connected in a real browser, bookings in one direction, events in the other, and what goes wrong there."""

import re
import time
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from browser_booking import BrowserBooking, load_sample, next_page, sign_in
from harness.database import Database
from harness.inspection import Inspection
from harness.kalends import Kalends
from harness.nodes import Nodes
from harness.postgres import Postgres
from kalends_client import (
    CALENDARS,
    CONFLICTS,
    SERVICES,
    Client,
    book,
    calendar_troubles,
    connect_google,
    google_consent,
    link_calendar,
    offer_when_nobody_is_let_in,
    open_conflicts,
    save_sync_settings,
    set_up,
    signed_in,
    slots,
    sync_now,
    times_on_page,
)

CONNECTIONS = "/admin/connections"
EMAIL = "anna@gmail.example"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def subject(google) -> str:
    return google.person(EMAIL, "Europe/Berlin")


@pytest.fixture
def start(tmp_path, mail_sink, google, cast):
    """Starts a server that is registered with the stand-in; `start(poll=…)`."""
    running = []

    def begin(poll: int = 2, **settings: str) -> Kalends:
        mail = {"KALENDS_SMTP_URL": mail_sink.url, "KALENDS_MAIL_FROM": "booking@example.org", "KALENDS_POLL_SECONDS": str(poll)}
        kalends = Kalends(tmp_path / "kalends", **mail, **google.registration, **settings).start()
        running.append(kalends)
        set_up(kalends, cast)
        return kalends

    yield begin
    for kalends in running:
        kalends.stop()


@pytest.fixture
def connect(cast, subject):
    """Anna's Google account, connected through the admin app, with its own calendar in both directions."""

    def begin(kalends: Kalends) -> Client:
        client = signed_in(kalends, cast)
        link_calendar(client, connect_google(client, subject))
        within(15, lambda: "Its service " in client.get(CALENDARS).words, "asking for news")
        Database(kalends.data).settle()
        return client

    return begin


def monday(weeks: int = 1) -> date:
    today = date.today()
    return today + timedelta(days=7 * weeks - today.weekday())


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(monday().year, monday().month, monday().day, hour, minute, tzinfo=BERLIN)


def entered(google, start: datetime, minutes: int = 60) -> str:
    """An event that Anna enters in her own calendar."""
    times = {"start": start, "end": start + timedelta(minutes=minutes)}
    event = {"summary": "Dentist"} | {name: {"dateTime": moment.isoformat()} for name, moment in times.items()}
    return google.edit("addEvent", calendar=EMAIL, event=event)


def events(google, subject: str) -> list[dict]:
    """What stands in her calendar, as Google's own client reads it."""
    return google.api(google.credentials(subject)).events().list(calendarId=EMAIL).execute()["items"]


def within(seconds: float, wanted, what: str) -> float:
    """Waits until it is so; how long that took."""
    began = time.monotonic()
    while not wanted():
        assert time.monotonic() - began < seconds, f"{what} did not happen within {seconds:g} s"
        time.sleep(0.05)
    return time.monotonic() - began


def is_offered(kalends, cast, moment: datetime) -> bool:
    return moment in times_on_page(Client(kalends.url), cast, moment.date())


# MARK: connecting


def test_an_account_is_connected_in_a_real_browser(start, google, subject, cast, page):
    google.person("colleague@gmail.example")
    google.edit("setRole", calendar="colleague@gmail.example", email=EMAIL, role="freeBusyReader")
    kalends = start()
    inspection = Inspection(page, "google")
    sign_in(page, kalends, cast)
    page.goto(kalends.url + CALENDARS)
    with next_page(page):
        page.get_by_role("link", name="Connect a calendar").click()
    inspection.look("connect")
    with next_page(page):
        page.get_by_role("link", name="Connect with Google").click()
    main = page.get_by_role("main").inner_text()
    assert "View and edit events on all your calendars" in main and "closes your time" in main
    inspection.look("before google")
    with next_page(page):
        page.get_by_role("link", name="Continue to Google").click()
    assert page.url.startswith(google.url)
    with next_page(page):
        page.get_by_role("button", name="Cancel").click()
    assert page.url.startswith(kalends.url) and "You did not allow it at Google" in page.get_by_role("alert").inner_text()
    inspection.look("declined")
    with next_page(page):
        page.get_by_role("link", name="Go to Google once more").click()
    page.get_by_label(re.compile(EMAIL)).check()
    with next_page(page):
        page.get_by_role("button", name="Continue").click()
    assert "/admin/calendars/accounts/" in page.url, page.inner_text("main")
    choice = page.get_by_role("main").inner_text()
    assert "Bookings can be written here, and its events can close time." in choice
    assert "Its events can close time. Bookings cannot be written into it: only its free and busy times are shared." in choice
    inspection.look("choose")
    with next_page(page):
        page.get_by_role("button", name="Connect").click()
    inspection.look("what connecting does")
    assert "Bookings are written into" in page.get_by_role("main").inner_text()
    with next_page(page):
        page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.get_by_text("Its service tells of changes as they happen.").wait_for()
    listed = page.get_by_role("main").inner_text()
    assert f"{EMAIL} at Google" in listed
    inspection.look("connected")
    with next_page(page):
        page.get_by_role("link", name="Disconnect").click()
    inspection.look("disconnect")
    with next_page(page):
        page.get_by_role("button", name="Disconnect").click()
    Database(kalends.data).settle()
    assert google.control("GET", "state")["channels"] == [] and google.control("GET", "state")["authorization"]["grants"] == []
    inspection.passes()


def test_without_a_registration_the_way_to_google_is_closed_and_says_why(kalends, cast):
    page = signed_in(kalends, cast).get("/admin/calendars/connect")
    assert "Google Calendar is not set up here yet." in page.words and "KALENDS_GOOGLE_CLIENT_ID" in page.words
    (button,) = page.tree.xpath("//button[@disabled]")
    assert button.text_content() == "Connect with Google" and page.tree.get_element_by_id(button.get("aria-describedby")) is not None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"KALENDS_GOOGLE_CLIENT_ID": "a"}, "KALENDS_GOOGLE_CLIENT_SECRET: "),
        ({"KALENDS_GOOGLE_CLIENT_SECRET": "a"}, "KALENDS_GOOGLE_CLIENT_ID: "),
        ({"KALENDS_GOOGLE_CLIENT_ID": "a b", "KALENDS_GOOGLE_CLIENT_SECRET": "c"}, "KALENDS_GOOGLE_CLIENT_ID: "),
        ({"KALENDS_GOOGLE_API_URL": "ftp://example.org"}, "KALENDS_GOOGLE_API_URL: “ftp://example.org” is not a web address."),
        ({"KALENDS_GOOGLE_TOKEN_URL": "https://"}, "KALENDS_GOOGLE_TOKEN_URL: "),
        ({"KALENDS_GOOGLE_ACCOUNTS_URL": "https://a?b"}, "KALENDS_GOOGLE_ACCOUNTS_URL: "),
    ],
)
def test_a_wrong_registration_stops_the_start_with_one_line(tmp_path, settings, said):
    kalends = Kalends(tmp_path, **settings)
    outcome = kalends.command("serve", expect=1)
    (line,) = outcome.stderr.strip().splitlines()
    assert said in line


def test_a_tick_that_is_missing_is_named_and_connects_nothing(start, subject, cast):
    kalends = start()
    client = signed_in(kalends, cast)
    page = connect_google(client, subject, untick="calendar.events")
    assert page.status == 422 and "left without its tick: “View and edit events on all your calendars”" in page.words
    assert Database(kalends.data).accounts() == []
    # Once more, with every tick: Google offers what is still missing.
    page = google_consent(client, page.link("Go to Google once more"), subject)
    assert "/admin/calendars/accounts/" in page.url and len(Database(kalends.data).accounts()) == 1


def test_the_same_account_again_is_no_second_one_and_another_is_told_apart(start, google, subject, cast, connect):
    other = google.person("other@gmail.example")
    kalends = start()
    client = connect(kalends)
    assert connect_google(client, subject).url.endswith(CALENDARS)
    (account,) = Database(kalends.data).accounts()
    again = client.get(f"/admin/calendars/connect?account={account['id']}")
    page = google_consent(client, again.link("Continue to Google"), other)
    assert "You signed in as other@gmail.example, but this connection is of" in page.words
    assert len(Database(kalends.data).accounts()) == 1
    page = google_consent(client, page.link("Go to Google once more"), subject)
    assert page.url.endswith(CALENDARS) and "is connected again" in page.words


def test_a_return_that_is_loaded_again_or_brought_to_another_session_connects_nothing(start, subject, cast):
    kalends = start()
    client = signed_in(kalends, cast)
    page = connect_google(client, subject)
    returned = next(answer.url for answer in page.response.history if "/admin/oauth/google" in answer.url)
    assert len(parse_qs(urlsplit(returned).query)["state"][0]) > 200
    assert "This sign-in was used already." in client.get(returned).words
    stranger = signed_in(kalends, cast)
    assert "was not begun in this session" in stranger.get(returned).words
    assert len(Database(kalends.data).accounts()) == 1


# MARK: both directions


def test_a_booking_appears_at_google_and_goes_with_it(start, google, subject, cast, connect, page):
    kalends = start()
    connect(kalends)
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    booking.fill_details().confirm().wait_until_confirmed()
    database = Database(kalends.data)
    database.settle()
    (appointment,), (event,) = database.live_appointments(), events(google, subject)
    assert datetime.fromisoformat(event["start"]["dateTime"]).timestamp() == appointment["start_at"]
    assert cast.customer in event["summary"] and "attendees" not in event
    customer = Client(kalends.url)
    assert customer.submit(customer.get(booking.manage_address()).form(words="cancel")).status == 200
    database.settle()
    assert events(google, subject) == []


def test_an_event_closes_its_time_within_two_seconds_by_news_alone(start, google, subject, cast, connect):
    kalends = start(poll=3600)
    connect(kalends)
    assert is_offered(kalends, cast, at(11))
    event = entered(google, at(11))
    taken = within(2, lambda: not is_offered(kalends, cast, at(11)), "closing the time")
    assert taken < 2 and is_offered(kalends, cast, at(12))
    google.edit("deleteEvent", calendar=EMAIL, event=event)
    within(2, lambda: is_offered(kalends, cast, at(11)), "opening the time")


def test_without_news_an_event_closes_its_time_at_the_next_poll(start, google, subject, cast, connect):
    google.settings(requiresSecurePush=True)
    kalends = start(poll=2)
    client = connect(kalends)
    assert "Its service does not tell of changes" in client.get(CALENDARS).words
    entered(google, at(11))
    # A poll lasts two seconds and a tenth of jitter; then the calendar is read, and the page asked.
    within(4, lambda: not is_offered(kalends, cast, at(11)), "closing the time")


def test_an_event_of_ours_that_is_moved_or_deleted_there_waits_for_a_decision(start, google, subject, cast, connect):
    kalends = start()
    client = connect(kalends)
    database = Database(kalends.data)
    first, *_, last = slots(kalends, cast, monday(), 1)
    for moment in (first, last):
        book(kalends, cast, moment)
    database.settle()
    by_start = {datetime.fromisoformat(event["start"]["dateTime"]): event["id"] for event in events(google, subject)}
    moved = first + timedelta(hours=2)
    google.edit("moveEvent", calendar=EMAIL, event=by_start[first], start=moved.strftime("%Y-%m-%dT%H:%M:%SZ"))
    google.edit("deleteEvent", calendar=EMAIL, event=by_start[last])
    within(15, lambda: len(open_conflicts(client)) == 2, "asking about both")
    offered = slots(kalends, cast, monday(), 1)
    assert not {first, moved, last} & set(offered)
    for words in ("moved", "deleted"):
        entry = next(entry for entry in open_conflicts(client) if words in entry.words)
        assert client.submit(entry.put_back).status == 200
        database.settle()
    sync_now(kalends)
    assert open_conflicts(client) == []
    starts = sorted(datetime.fromisoformat(event["start"]["dateTime"]) for event in events(google, subject))
    assert starts == [first, last]


def test_nothing_but_what_the_settings_allow_is_stored_of_her_events(start, google, subject, cast, connect):
    kalends = start()
    client = connect(kalends)
    database = Database(kalends.data)

    def enter(hour: int, title: str) -> None:
        times = {name: {"dateTime": at(hour + later).isoformat()} for later, name in enumerate(("start", "end"))}
        guests = [{"email": "zq-guest@example.org"}, {"email": EMAIL, "self": True, "responseStatus": "accepted"}]
        google.edit(
            "addEvent", calendar=EMAIL, event={"summary": title, "description": "zq-notes", "location": "zq-place", "attendees": guests} | times
        )
        within(15, lambda: not is_offered(kalends, cast, at(hour)), "closing its time")

    enter(11, "zq-before")
    assert database.tables_holding("zq-before") == {"busy_blocks", "remote_items"}
    for word in ("zq-notes", "zq-place", "zq-guest"):
        assert not database.tables_holding(word)
    save_sync_settings(client, readDetail="anonymous")
    within(15, lambda: not database.tables_holding("zq-"), "keeping less")
    enter(13, "zq-after")
    assert not database.tables_holding("zq-")
    save_sync_settings(client, readDetail="title")
    for title in ("zq-before", "zq-after"):
        within(15, lambda: database.tables_holding(title) == {"busy_blocks", "remote_items"}, "fetching the titles again")
    assert not database.tables_holding("zq-notes")


def test_what_she_made_a_series_stays_and_a_moved_booking_gets_an_event_of_its_own(start, google, subject, cast, connect):
    kalends = start()
    client = connect(kalends)
    database = Database(kalends.data)
    booking = book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database.settle()
    (first,) = events(google, subject)
    change = {name: first[name] | {"timeZone": "Europe/Berlin"} for name in ("start", "end")}
    google.edit("changeEvent", calendar=EMAIL, event=first["id"], change=change | {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]})
    within(15, lambda: not is_offered(kalends, cast, booking.start + timedelta(days=1)), "closing the days after")
    assert open_conflicts(client) == []
    entered(google, booking.start.astimezone(BERLIN))
    within(15, lambda: open_conflicts(client), "asking about the event in the way")
    (conflict,) = open_conflicts(client)
    client.submit(conflict.proposals[-1])
    database.settle()
    (appointment,) = database.live_appointments()
    ours = [event for event in events(google, subject) if "extendedProperties" in event]
    assert [event["id"] for event in ours if "recurrence" in event] == [first["id"]]
    single = [event for event in ours if "recurrence" not in event]
    assert [int(datetime.fromisoformat(event["start"]["dateTime"]).timestamp()) for event in single] == [appointment["start_at"]]
    visitor = Client(kalends.url)
    visitor.submit(visitor.get(booking.manage).form(words="cancel"))
    database.settle()
    assert [event["id"] for event in events(google, subject) if "extendedProperties" in event] == [first["id"]]


def test_an_online_booking_gets_a_meeting_of_its_own(start, google, subject, cast, connect, mail_sink, page):
    kalends = start()
    client = connect(kalends)
    service = client.get(client.get(SERVICES).link(rf"^{cast.service}$"))
    assert f"{cast.administrator}: on, because “{EMAIL}” makes a meeting with each booking." in service.words
    assert client.submit(service.form("isOnline").fill(isOnline=True)).status == 200
    inspection = Inspection(page, "google")
    sign_in(page, kalends, cast)
    page.goto(service.url)
    inspection.look("online service")
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    booking.fill_details().confirm().wait_until_confirmed()
    inspection.look("online booking")
    Database(kalends.data).settle()
    (event,) = events(google, subject)
    link = event["hangoutLink"]
    page.goto(booking.manage_address())
    assert page.get_by_role("link", name=link).get_attribute("href") == link
    inspection.look("online booking managed")
    (mail,) = mail_sink.wait_for(cast.customer_mail, 1)
    assert link in mail.text
    inspection.passes()


def test_the_whole_way_in_a_browser(start, google, subject, cast, page, chromium):
    """Connect, see what would be done, let it be done, book, edit at Google, watch the question arrive, and settle it."""
    kalends = start()
    early = book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database = Database(kalends.data)
    inspection = Inspection(page, "google-story")
    sign_in(page, kalends, cast)
    page.goto(kalends.url + CALENDARS)
    for name in ("Connect a calendar", "Connect with Google", "Continue to Google"):
        with next_page(page):
            page.get_by_role("link", name=name).click()
    page.get_by_label(re.compile(EMAIL)).check()
    with next_page(page):
        page.get_by_role("button", name="Continue").click()
    with next_page(page):
        page.get_by_role("button", name="Connect").click()
    inspection.look("what would be done")
    assert events(google, subject) == [] and cast.customer in page.get_by_role("main").inner_text()
    with next_page(page):
        page.get_by_role("main").locator("form button[type=submit]").first.click()
    page.get_by_text("Its service tells of changes as they happen.").wait_for()
    database.settle()
    (event,) = events(google, subject)
    assert datetime.fromisoformat(event["start"]["dateTime"]) == early.start
    customer = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin")
    try:
        booking = BrowserBooking(customer.new_page(), kalends, cast).open().choose_service().choose_day(2).choose_time(2)
        chosen = booking.chosen_start()
        booking.fill_details(name="Greta Guest", mail="greta@example.org").confirm().wait_until_confirmed()
    finally:
        customer.close()
    database.settle()
    by_start = {datetime.fromisoformat(event["start"]["dateTime"]): event["id"] for event in events(google, subject)}
    assert sorted(by_start) == sorted([early.start, chosen])
    page.goto(kalends.url + CONFLICTS)
    page.get_by_text("Nothing to settle").wait_for()
    moved = chosen + timedelta(hours=1)
    google.edit("moveEvent", calendar=EMAIL, event=by_start[chosen], start=moved.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    follow = page.get_by_role("button", name="Follow the calendar")
    follow.wait_for(timeout=15_000)
    inspection.look("the question")
    with next_page(page):
        follow.click()
    inspection.look("settled")
    database.settle()
    sync_now(kalends)
    assert sorted(row["start_at"] for row in database.live_appointments()) == sorted(int(at.timestamp()) for at in (early.start, moved))
    assert len(events(google, subject)) == 2 and open_conflicts(signed_in(kalends, cast)) == []
    inspection.passes()


# MARK: what goes wrong


def refreshes(google) -> int:
    """Requests for tokens; after the sign-ins these are renewals."""
    return sum(1 for seen in google.requests if seen["path"] == "/token")


def test_a_token_that_ends_is_renewed_once_by_two_nodes(tmp_path, google, subject, cast):
    """Two people have connected the same account, so that both nodes need its token at the same moment."""
    postgres = Postgres().start()
    try:
        address = postgres.database("google")
        nodes = Nodes(tmp_path / "nodes", [address, address], KALENDS_POLL_SECONDS="1", **google.registration).start()
        try:
            client, _ = load_sample(nodes.first, cast)
            people = [link for link in client.get(CALENDARS).links if "/admin/calendars/connect?resource=" in link]
            assert len(people) >= 2
            for link in people[:2]:
                link_calendar(client, connect_google(client, subject, start=link))
            within(20, lambda: "Its service tells of changes" in client.get(CALENDARS).words, "reading for the first time")
            before = refreshes(google)
            google.advance(2 * 3600)
            within(20, lambda: refreshes(google) > before, "renewing")
            deadline = time.monotonic() + 4
            while time.monotonic() < deadline:
                assert refreshes(google) == before + 1
                time.sleep(0.2)
            assert calendar_troubles(client) == []
        finally:
            nodes.stop()
    finally:
        postgres.stop()


def test_access_that_was_taken_back_is_named_and_given_anew(start, google, subject, cast, connect):
    kalends = start()
    client = connect(kalends)
    google.edit("revokeAccess", subject=subject)
    within(15, lambda: "This connection needs you." in client.get(CALENDARS).words, "noticing")
    page = client.get(CALENDARS)
    assert "Its service does not let us in any more." in page.words and "Password refused" not in page.words
    assert slots(kalends, cast, monday(), 1) == []
    offer_when_nobody_is_let_in(client)
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    again = client.get(page.link("Sign in again"))
    page = google_consent(client, again.link("Continue to Google"), subject)
    assert "is connected again" in page.words and "This connection needs you." not in page.words
    Database(kalends.data).settle()
    assert len(events(google, subject)) == 1


def test_by_a_link_the_wrong_account_is_refused_or_let_go_again(start, google, subject, cast, connect):
    kalends = start()
    client = connect(kalends)
    other = google.person("bob@gmail.example", "Europe/Berlin")
    google.edit("revokeAccess", subject=subject)
    within(15, lambda: "This connection needs you." in client.get(CALENDARS).words, "noticing")
    overview = client.submit(client.get(CONNECTIONS).form(words="make a link"))
    assert overview.form(words="take the link back")
    link = overview.tree.xpath("//input[@readonly]")[0].get("value")
    anna = Client(kalends.url)
    page = anna.submit(anna.get(link).form("agree").fill(agree="yes"))
    assert f"Choose {EMAIL} at Google there" in page.words
    page = google_consent(anna, page.link("Continue to Google"), other)
    assert page.status == 422 and "bob@gmail.example" in page.errors[0] and "Nothing was connected" in page.errors[0]
    assert "bob@gmail.example" not in client.get(CALENDARS).words
    page = google_consent(anna, page.link("Use another account"), other)
    assert "bob@gmail.example" in page.words and page.has_element("fieldset")
    page = anna.submit(page.form(words="use another account"))
    assert "bob@gmail.example" not in client.get(CALENDARS).words
    page = link_calendar(anna, google_consent(anna, page.link("Continue to Google"), subject))
    assert "Your calendar is connected" in page.words
    listed = client.get(CALENDARS).words
    assert EMAIL in listed and "bob@gmail.example" not in listed and "This connection needs you." not in listed


def test_a_sync_token_that_is_refused_leads_to_nothing_twice(start, google, subject, cast, connect):
    kalends = start()
    client = connect(kalends)
    entered(google, at(11))
    book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database = Database(kalends.data)
    database.settle()
    sync_now(kalends)
    before = slots(kalends, cast, monday(), 1)
    google.edit("expireSyncTokens", calendar=EMAIL)
    sync_now(kalends)
    sync_now(kalends)
    assert slots(kalends, cast, monday(), 1) == before and len(events(google, subject)) == 2
    assert len(database.rows("SELECT * FROM remote_items")) == 2 and open_conflicts(client) == []


def test_a_limit_of_google_is_waited_out(start, google, subject, cast, connect):
    kalends = start()
    client = connect(kalends)
    google.fault("refuse", method="events.list", status=403, reason="rateLimitExceeded", retryAfter="6")
    entered(google, at(11))
    within(12, lambda: calendar_troubles(client) != [], "noticing")
    listed = len([seen for seen in google.requests if seen.get("method") == "events.list"])
    assert "come back later" in calendar_troubles(client)[0]
    time.sleep(3)
    assert len([seen for seen in google.requests if seen.get("method") == "events.list"]) == listed
    within(20, lambda: calendar_troubles(client) == [], "reading again")
    assert not is_offered(kalends, cast, at(11))
