"""Everybody can book and everybody can work here: axe on every page, the keyboard alone, JavaScript off, a phone's width, dark and light."""

import re
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from browser_booking import NAME, BrowserBooking, load_sample, next_page, sign_in
from harness.browser import focus_is_visible, sideways, tab_to
from harness.calendar_servers import PASSWORD, USER
from harness.inspection import Inspection
from playwright.sync_api import expect
from site_map import admin_pages, public_pages, route

from kalends_client import (
    ADMIN,
    SIGN_IN,
    Client,
    add_question,
    ask_questions,
    asked_address,
    book,
    booking_page,
    connect_calendar,
    details_page,
    is_confirmed,
    link_calendar,
    make_webhook,
    open_conflicts,
    send_test,
    signed_in,
    slots,
)


def unchecked(page) -> None:
    """Lets forms be sent as they stand, as a browser without validation would."""
    page.locator("form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")


def takes_the_focus(page) -> bool:
    return page.evaluate("() => !!document.activeElement.closest('[role=alert]')")


# MARK: every public page


def book_with_anna(kalends, cast, sample, start) -> None:
    """A booking of Carl's with the administrator herself."""
    people = Client(kalends.url).get(f"{booking_page(sample)}/cut/slots.json?days=30").response.json()["staff"]
    anna = next(person["id"] for person in people if person["name"] == cast.administrator)
    client = Client(kalends.url)
    form = client.get(f"{details_page(sample, start)}&staff={anna}").form("name", "mail")
    assert is_confirmed(client.submit(form.fill(name="Carl Customer", mail="carl@example.org")))


def question_page(kalends, cast, sample, admin, radicale, database, mail_sink) -> str:
    """The address under which a customer is asked about a booking, whose event was deleted."""
    book_with_anna(kalends, cast, sample, slots(kalends, sample, date.today() + timedelta(days=1), 5, "--staff", cast.administrator)[-1])
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    database.settle()
    kalends.command("sync")
    for event in radicale.calendar().events():
        event.delete()
    kalends.command("sync")
    asking = next(conflict.ask for conflict in open_conflicts(admin) if conflict.ask)
    assert admin.submit(asking).status == 200
    database.settle()
    return next(asked_address(mail) for mail in mail_sink.mails if "/question/" in mail.text)


def connect_page(admin) -> str:
    """The address under which somebody is asked to connect their own calendar."""
    page = admin.get("/admin/connections")
    admin.submit(next(form for form in page.forms if form.action.endswith("/link")))
    return admin.get("/admin/connections").tree.xpath("//input[contains(@id, 'link-')]/@value")[0]


def test_every_public_page_is_without_faults(empty_kalends, cast, page, radicale, database, mail_sink):
    kalends = empty_kalends
    inspection = Inspection(page, "public")
    page.goto(kalends.url + "/")
    inspection.look("set-up")
    unchecked(page)
    with next_page(page):
        page.get_by_role("button", name="Set up").or_(page.locator("form[action='/set-up'] button")).first.click()
    assert takes_the_focus(page)
    inspection.look("set-up with errors")

    admin, sample = load_sample(kalends, cast)
    page.goto(kalends.url + "/set-up/done")
    inspection.look("set-up done")
    booking = BrowserBooking(page, kalends, sample)
    for name, _ in booking.steps():
        inspection.look(name)
        if name == "times":
            with next_page(page):
                page.get_by_role("link", name="Change").first.click()
            inspection.look("choice of zones")
            page.go_back()
    manage = booking.manage_address()
    page.goto(manage)
    inspection.look("manage")
    page.goto(question_page(kalends, cast, sample, admin, radicale, database, mail_sink))
    inspection.look("question")
    page.goto(connect_page(admin))
    inspection.look("connect one's own calendar")
    page.goto(manage + "/move")
    inspection.look("move")
    booking.choose_day(1)
    with next_page(page):
        booking.times().first.click()
    inspection.look("move to")
    with next_page(page):
        page.get_by_role("button", name="Move the appointment").click()
    inspection.look("moved")
    page.get_by_text("Cancel this appointment").click()
    inspection.look("cancel")
    with next_page(page):
        page.get_by_role("button", name="Cancel the appointment").click()
    inspection.look("cancelled")
    assert page.goto(kalends.url + "/b/nobody").status == 404
    inspection.look("not found")
    settings = admin.get("/admin/settings").form("isPublished")
    admin.submit(settings.fill(isPublished=False))
    page.goto(kalends.url + "/")
    inspection.look("nothing published")

    missed = public_pages() - {route(address, public_pages()) for address in inspection.seen}
    assert not missed, f"never looked at: {sorted(missed)}"
    inspection.passes()


def test_the_page_of_an_error_is_without_faults_and_its_summary_takes_the_focus(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    unchecked(page)
    with next_page(page):
        booking.fill_details(mail="not an address").confirm()
    assert not booking.is_confirmed()
    assert takes_the_focus(page)
    inspection = Inspection(page, "public")
    inspection.look("details with an error")
    inspection.passes()


def test_the_page_of_a_lost_race_is_without_faults_and_keeps_what_was_typed(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    book(kalends, cast, booking.chosen_start())
    with next_page(page):
        booking.fill_details(name="Late Larry").confirm()
    assert not booking.is_confirmed()
    assert page.get_by_label(NAME).input_value() == "Late Larry"
    inspection = Inspection(page, "public")
    inspection.look("lost race")
    inspection.passes()


# MARK: every page of the admin app


@pytest.fixture
def busy_place(empty_kalends, cast, radicale, database):
    """A business with some life in it: bookings, a linked calendar with outside events, an open question about one of ours, mails, people.

    Returns addresses that no link of the admin app leads to in two steps: an invitation, the way to Google, which is not set up here, and the week in which
    something happens.
    """
    admin, sample = load_sample(empty_kalends, cast)
    asked = add_question(admin, "Is this your first visit?", "yes", "no").removeprefix("question.")
    ask_questions(admin, sample.service, **{asked: "optional"})
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    first, *_, last = slots(empty_kalends, sample, date.today() + timedelta(days=1), 5, "--staff", cast.administrator)
    radicale.calendar().save_event(dtstart=last, dtend=last + timedelta(hours=1), summary="Outside")
    radicale.calendar().save_event(dtstart=last.date(), dtend=last.date() + timedelta(days=1), summary="Fair", transp="TRANSPARENT")
    book_with_anna(empty_kalends, cast, sample, first)
    database.settle()
    empty_kalends.command("sync")
    next(event for event in radicale.calendar().events() if "Carl Customer" in event.data).delete()
    empty_kalends.command("sync")
    assert open_conflicts(admin)
    invitation = admin.get("/admin/users").form("email", "role").fill(name="Vera Viewer", mail="vera@example.org", role="viewer")
    invited = admin.submit(invitation).tree.get_element_by_id("invitation").value
    off = admin.get("/admin/time-off/new").form("startDate")
    day = (date.today() + timedelta(days=30)).isoformat()
    assert admin.submit(off.fill(startDate=day, endDate=day)).status == 200
    send_test(admin, make_webhook(admin, "http://127.0.0.1:9/hook", "appointment.created"))
    empty_kalends.command("token", "create", "--name", "Reports", "--scope", "Bookings.Read.All")
    database.add_dead_job()
    google = f"{empty_kalends.url}{ADMIN}/calendars/connect/google"
    return [invited, google, f"{empty_kalends.url}{ADMIN}?date={first.date()}"]


def kinds(address: str, known: set[str]) -> set[tuple]:
    """Pages of one kind differ only in ids, dates and the values of their query; each name in a query makes one kind more."""
    page = route(address, known)
    return {(page, name) for name in ["", *parse_qs(urlsplit(address).query)]}


def test_every_page_of_the_admin_app_is_without_faults(busy_place, empty_kalends, cast, page):
    """Follows every link below the admin app once for each kind of page; in the end every route of its table was looked at."""
    known = admin_pages()
    inspection = Inspection(page, "admin")
    page.goto(empty_kalends.url + SIGN_IN)
    inspection.look("sign-in")
    page.goto(empty_kalends.url + "/admin/forgot")
    inspection.look("forgot")
    sign_in(page, empty_kalends, cast)
    waiting, seen = [*busy_place, page.url], set()
    while waiting:
        address = waiting.pop(0)
        if kinds(address, known) <= seen or route(address, known) not in known:
            continue
        seen |= kinds(address, known)
        answer = page.goto(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        inspection.look(" ".join([route(address, known), *sorted(parse_qs(urlsplit(address).query))]))
        links = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
        waiting += [link for link in links if link.startswith(empty_kalends.url + ADMIN)]
    missed = known - {route(address, known) for address in inspection.seen}
    assert not missed, f"never looked at: {sorted(missed)}"
    inspection.passes()


def test_a_form_of_the_admin_app_that_is_refused_is_without_faults_and_takes_the_focus(busy_place, empty_kalends, cast, radicale, page):
    """Every form with a text of its own, sent without it."""
    inspection = Inspection(page, "admin")
    sign_in(page, empty_kalends, cast)
    admin = empty_kalends.url + ADMIN
    page.goto(f"{admin}/calendars/connect")
    for label, value in (("Server address", radicale.url), ("User", USER), ("App password", PASSWORD)):
        page.get_by_label(re.compile(f"^{label}")).fill(value)
    with next_page(page):
        page.locator("main form[method=post] button[type=submit]").first.click()
    inspection.look("calendars choose")
    for path in ("services/new", "questions/new", "staff/new", "time-off/new", "businesses/new", "settings", "calendars/connect", "appointments/new", "account", "tokens", "webhooks"):
        page.goto(f"{admin}/{path}")
        unchecked(page)
        form = page.locator("main form[method=post]").first
        for field in form.locator("input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=color]):not([readonly])").all():
            if field.is_visible():
                field.fill("")
        with next_page(page):
            form.locator("button[type=submit]").first.click()
        assert takes_the_focus(page), f"{path}: {page.inner_text('main')[:300]}"
        inspection.look(f"{path} refused")
    inspection.passes()


# MARK: the keyboard, no scripts, inside a frame


def test_the_whole_booking_is_made_by_keyboard_alone(kalends, cast, page):
    BrowserBooking(page, kalends, cast).open()

    def press(wanted) -> None:
        tab_to(page, wanted)
        assert focus_is_visible(page)
        with next_page(page):
            page.keyboard.press("Enter")

    press(lambda words: words.startswith("a ") and re.search(r", \d+ times?\b", words))
    press(lambda words: words.startswith("a ") and re.search(r"\b\d{1,2}:\d\d\b", words))
    tab_to(page, lambda words: bool(re.search(r"^input.*name", words, re.IGNORECASE)))
    page.keyboard.type(cast.customer)
    tab_to(page, lambda words: bool(re.search(r"^input.*mail", words, re.IGNORECASE)))
    page.keyboard.type(cast.customer_mail)
    press(lambda words: words.startswith("button") and "Book this" in words)
    assert page.locator("a[href*='/manage/']").count() > 0


def test_a_business_with_several_services_and_people_is_booked_by_keyboard_alone(empty_kalends, cast, page):
    _, sample = load_sample(empty_kalends, cast)
    BrowserBooking(page, empty_kalends, sample).open()
    for wanted in (r"^a Cut\b", r"^a Ben Okafor", r", \d+ times?\b", r"^a (\d{1,2}:\d\d)"):
        tab_to(page, lambda words, wanted=wanted: bool(re.search(wanted, words)))
        assert focus_is_visible(page)
        with next_page(page):
            page.keyboard.press("Enter")
    tab_to(page, lambda words: bool(re.search(r"^input.*name", words, re.IGNORECASE)))
    page.keyboard.type(cast.customer)
    page.keyboard.press("Tab")
    page.keyboard.type(cast.customer_mail)
    with next_page(page):
        page.keyboard.press("Enter")
    assert "Ben Okafor" in page.inner_text("main") and page.locator("a[href*='/manage/']").count() > 0


def test_the_whole_booking_is_made_without_javascript(kalends, cast, database, page_without_javascript):
    booking = BrowserBooking(page_without_javascript, kalends, cast)
    for _ in booking.steps():
        pass
    assert booking.is_confirmed()
    assert len(database.live_appointments()) == 1


def test_another_zone_is_chosen_without_javascript(kalends, cast, page_without_javascript):
    booking = BrowserBooking(page_without_javascript, kalends, cast).open().choose_service().choose_day()
    page = booking.page
    assert "Europe/Berlin" in page.inner_text("main")
    page.get_by_role("link", name="Change").first.click()
    page.locator("select[name=zone]").select_option("America/St_Johns")
    page.get_by_role("button", name=re.compile("show", re.IGNORECASE)).click()
    page.get_by_text("America/St Johns").first.wait_for()
    assert booking.times().first.inner_text().endswith("30")


@pytest.fixture
def shop(kalends, cast):
    """A site of somebody else with the booking page in a frame; to a browser, `localhost` and `127.0.0.1` are two sites."""
    site = f"<!doctype html><title>Shop</title><iframe title=Booking src='{kalends.url + booking_page(cast)}' width=800 height=900></iframe>"

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(site.encode())

        def log_message(self, *_):
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def test_the_page_works_inside_a_foreign_frame_and_needs_no_cookie(kalends, cast, database, page, shop):
    page.goto(shop)
    booking = BrowserBooking(page.frame_locator("iframe"), kalends, cast)
    booking.days().first.wait_for()
    booking.choose_day().choose_time().fill_details().confirm().wait_until_confirmed()
    assert page.url == shop
    assert page.context.cookies() == []
    assert len(database.live_appointments()) == 1


def test_a_site_that_is_not_allowed_to_frame_the_page_shows_nothing_of_it(kalends, cast, page, shop):
    admin = signed_in(kalends, cast)
    admin.submit(admin.get("/admin/settings").form("allowedFrameOrigins").fill(allowedFrameOrigins="https://www.example.com"))
    page.goto(shop)
    page.wait_for_load_state("networkidle")
    assert [frame.url for frame in page.frames if frame.url.startswith(kalends.url)] == []
    assert page.frame_locator("iframe").get_by_text(cast.business).count() == 0


def test_only_the_booking_page_may_be_framed(kalends, cast):
    client = Client(kalends.url)
    assert "frame-ancestors 'none'" in client.get(SIGN_IN).response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" not in client.get(booking_page(cast)).response.headers["content-security-policy"]


# MARK: an open page


def test_an_open_page_learns_of_a_taken_slot_by_itself(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day()
    before = booking.times().count()
    start = slots(kalends, cast, date.today(), 14)[0]
    book(kalends, cast, start)
    expect(booking.times()).to_have_count(before - 1, timeout=15_000)


def test_open_pages_do_not_keep_the_server_from_stopping(kalends, cast, page):
    BrowserBooking(page, kalends, cast).open().choose_service().choose_day()
    assert kalends.process.stop(within=5) == 0


LOADED = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .map(entry => [entry.name, entry.encodedBodySize])"""


def test_every_step_weighs_little_and_asks_nobody_else(kalends, cast, page):
    for name, _ in BrowserBooking(page, kalends, cast).steps():
        page.wait_for_load_state("load")
        weights = dict(page.evaluate(LOADED))
        assert {urlsplit(address).netloc for address in weights} == {urlsplit(kalends.url).netloc}
        assert all("/assets/" not in address or weight > 0 for address, weight in weights.items()), f"{name}: {weights}"
        assert 1_000 < sum(weights.values()) < 60_000, f"{name}: {weights}"


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns", "Europe/Kyiv"])
def test_times_are_shown_in_the_zone_of_the_visitor_and_the_zone_is_named(kalends, cast, chromium, zone):
    """Chromium calls some zones by names that nobody there uses any more; the page calls them as people do."""
    context = chromium.new_context(locale="en-GB", timezone_id=zone)
    booking = BrowserBooking(context.new_page(), kalends, cast).open().choose_service().choose_day()
    assert zone.replace("_", " ") in booking.page.inner_text("main")
    context.close()


def test_at_twice_the_text_size_nothing_scrolls_sideways(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast)
    page.set_viewport_size({"width": 720, "height": 900})
    page.add_init_script("document.addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%' })")
    for name, _ in booking.steps():
        assert sideways(page) == [], name
