"""Everybody can book: axe on every page, the keyboard alone, JavaScript off, a phone's width, dark and light."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from harness.browser import focus_is_visible, serious_findings, sideways, tab_to
from harness.calendar_servers import PASSWORD, USER
from playwright.sync_api import expect

from kalends_client import (
    ADMIN,
    CONFIRM,
    DAY_WITH_OPENINGS,
    SIGN_IN,
    TIME_OF_DAY,
    BrowserBooking,
    Client,
    book,
    booking_page,
    connect_calendar,
    link_calendar,
    signed_in,
    slots,
)

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def faults(page) -> list[str]:
    """All that is wrong with the page as it stands, at a desk's width and at a phone's, light and dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            if scheme == "light" or size is PHONE:
                found += [f"{page.url} ({scheme}, {size['width']} px): {finding}" for finding in serious_findings(page)]
            if size is PHONE and scheme == "light":
                found += [f"{page.url} at 360 px: {finding}" for finding in sideways(page)]
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    return found


def kind(address: str) -> tuple:
    """Pages of one kind differ only in ids, dates and the values of their query."""
    parts = urlsplit(address)
    steps = tuple("*" if re.search(r"\d|[A-Za-z0-9_-]{16,}", step) else step for step in parts.path.split("/"))
    return steps, tuple(sorted(parse_qs(parts.query)))


def sign_in(page, kalends, cast) -> None:
    page.goto(kalends.url + SIGN_IN)
    page.get_by_label(re.compile(r"e-?mail", re.IGNORECASE)).fill(cast.mail)
    page.get_by_label(re.compile(r"^password", re.IGNORECASE)).fill(cast.password)
    page.get_by_role("button", name=re.compile(r"sign in", re.IGNORECASE)).click()
    page.wait_for_load_state()


def test_every_step_of_a_booking_is_without_faults(kalends, cast, page):
    found = []
    for name, booking in BrowserBooking(page, kalends, cast).steps():
        page.wait_for_load_state()
        found += [f"{name}: {fault}" for fault in faults(page)]
    assert booking.is_confirmed()
    page.goto(page.locator("a[href*='/manage/']").first.get_attribute("href"))
    found += faults(page)
    assert found == []


def test_the_page_of_an_error_is_without_faults_and_its_summary_takes_the_focus(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    page.locator("form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")
    booking.fill_details(mail="not an address").confirm()
    assert not booking.is_confirmed()
    assert faults(page) == []
    assert page.evaluate("() => !!document.activeElement.closest('[role=alert], [aria-invalid=true], .error-summary')")


def test_the_page_of_a_lost_race_is_without_faults(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    book(kalends, cast, booking.chosen_start())
    booking.fill_details(name="Late Larry").confirm()
    assert not booking.is_confirmed()
    assert booking.page.get_by_label(re.compile(r"^(your )?name", re.IGNORECASE)).input_value() == "Late Larry"
    assert faults(page) == []


def test_the_set_up_and_the_sign_in_are_without_faults(empty_kalends, page):
    page.goto(empty_kalends.url + "/")
    assert faults(page) == []


def test_every_page_of_the_admin_app_is_without_faults(kalends, cast, radicale, database, page):
    """Follows every link below the admin app once for each kind of page, in a business with some life in it."""
    admin = signed_in(kalends, cast)
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    start, other, *_ = slots(kalends, cast, date.today() + timedelta(days=1), 7)
    radicale.calendar().save_event(dtstart=other, dtend=other + timedelta(hours=1), summary="Outside")
    book(kalends, cast, start)
    kalends.command("sync")
    database.settle()

    page.goto(kalends.url + SIGN_IN)
    found = faults(page)
    sign_in(page, kalends, cast)
    waiting, seen = [page.url], set()
    while waiting and len(seen) < 80:
        address = waiting.pop(0)
        if kind(address) in seen:
            continue
        seen.add(kind(address))
        answer = page.goto(address)
        if "text/html" not in (answer.headers.get("content-type") or ""):
            continue
        assert answer.status == 200, f"{address}: {answer.status}"
        found += faults(page)
        links = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
        waiting += [
            link for link in links if link.startswith(kalends.url + ADMIN) and not re.search(r"sign-?out|export|\.(ics|csv|tsv)", link)
        ]
    assert len(seen) >= 10, f"the admin app has more pages than {sorted(seen)}"
    assert found == []


def test_the_whole_booking_is_made_by_keyboard_alone(kalends, cast, page):
    BrowserBooking(page, kalends, cast).open()

    def press(wanted, key: str = "Enter") -> None:
        tab_to(page, wanted)
        assert focus_is_visible(page)
        page.keyboard.press(key)
        page.wait_for_load_state()

    press(lambda words: cast.service in words)
    press(lambda words: bool(re.search(DAY_WITH_OPENINGS, words)))
    press(lambda words: bool(re.search(r"\b" + TIME_OF_DAY.pattern.lstrip("^"), words)))
    tab_to(page, lambda words: bool(re.search(r"^input.*name", words, re.IGNORECASE)))
    page.keyboard.type(cast.customer)
    tab_to(page, lambda words: bool(re.search(r"^input.*mail", words, re.IGNORECASE)))
    page.keyboard.type(cast.customer_mail)
    press(lambda words: bool(re.search(r"^(button|input submit).*(book|confirm)", words, re.IGNORECASE)))
    assert page.locator("a[href*='/manage/']").count() > 0


def test_the_whole_booking_is_made_without_javascript(kalends, cast, database, page_without_javascript):
    booking = BrowserBooking(page_without_javascript, kalends, cast)
    for _ in booking.steps():
        pass
    assert booking.is_confirmed()
    assert len(database.live_appointments()) == 1


def test_the_page_works_inside_a_foreign_frame(kalends, cast, page):
    """The frame's cookies are a stranger's: the booking must not need any."""
    address = kalends.url + booking_page(cast)
    shop = f"<!doctype html><title>Shop</title><iframe title=Booking src='{address}' width=800 height=900></iframe>"
    page.route("https://shop.example/", lambda route: route.fulfill(content_type="text/html", body=shop))
    page.goto("https://shop.example/")
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name=re.compile(cast.service)).first.click()
    frame.get_by_role("link", name=DAY_WITH_OPENINGS).first.click()
    frame.get_by_role("link", name=TIME_OF_DAY).or_(frame.get_by_role("button", name=TIME_OF_DAY)).first.click()
    frame.get_by_label(re.compile(r"^(your )?name", re.IGNORECASE)).fill(cast.customer)
    frame.get_by_label(re.compile(r"e-?mail", re.IGNORECASE)).first.fill(cast.customer_mail)
    frame.get_by_role("button", name=CONFIRM).click()
    frame.locator("a[href*='/manage/']").first.wait_for()


def test_an_open_page_learns_of_a_taken_slot_by_itself(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day()
    booking.times().first.wait_for()
    before = booking.times().count()
    start = slots(kalends, cast, date.today(), 14)[0]
    book(kalends, cast, start)
    expect(booking.times()).to_have_count(before - 1, timeout=15_000)


def test_the_booking_page_weighs_little_and_asks_nobody_else(kalends, cast, page):
    weights = {}
    page.on("response", lambda response: weights.__setitem__(response.url, len(response.body()) if response.status == 200 else 0))
    page.goto(kalends.url + booking_page(cast), wait_until="load")
    assert {urlsplit(address).netloc for address in weights} == {urlsplit(kalends.url).netloc}
    assert sum(weights.values()) < 60_000, weights


def test_only_the_booking_page_may_be_framed(kalends, cast):
    client = Client(kalends.url)
    assert "frame-ancestors" in client.get(SIGN_IN).response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in client.get(SIGN_IN).response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" not in client.get(booking_page(cast)).response.headers["content-security-policy"]


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/St_Johns"])
def test_times_are_shown_in_the_zone_of_the_visitor_and_the_zone_is_named(kalends, cast, chromium, zone):
    context = chromium.new_context(locale="en-GB", timezone_id=zone)
    page = context.new_page()
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day()
    booking.times().first.wait_for()
    assert zone.split("/")[1].replace("_", " ") in page.inner_text("main") or zone in page.inner_text("main")
    context.close()
