"""Everybody can book and everybody can work here: axe on every page, the keyboard alone, JavaScript off, a phone's width, dark and light."""

import re
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from browser_booking import CONFIRM, DAY_WITH_OPENINGS, MAIL, NAME, TIME_OF_DAY, BrowserBooking, load_sample, next_page, sign_in
from harness.browser import focus_is_visible, tab_to
from harness.calendar_servers import PASSWORD, USER
from harness.inspection import DESK, PHONE, Inspection
from playwright.sync_api import expect
from site_map import admin_pages, public_pages, route

from kalends_client import ADMIN, SIGN_IN, Client, book, booking_page, connect_calendar, link_calendar, signed_in, slots


def unchecked(page) -> None:
    """Lets forms be sent as they stand, as a browser without validation would."""
    page.locator("form").evaluate_all("forms => forms.forEach(form => form.noValidate = true)")


def takes_the_focus(page) -> bool:
    return page.evaluate("() => !!document.activeElement.closest('[role=alert]')")


# MARK: every public page


def test_every_public_page_is_without_faults(empty_kalends, cast, page):
    kalends = empty_kalends
    inspection = Inspection(page, "public")
    page.goto(kalends.url + "/")
    inspection.look("set-up")
    unchecked(page)
    with next_page(page):
        page.get_by_role("button", name="Set up").or_(page.locator("form[action='/set-up'] button")).first.click()
    assert takes_the_focus(page)
    inspection.look("set-up with errors")

    admin, cast = load_sample(kalends, cast)
    page.goto(kalends.url + "/set-up/done")
    inspection.look("set-up done")
    booking = BrowserBooking(page, kalends, cast)
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
    assert inspection.found == []


def test_the_page_of_an_error_is_without_faults_and_its_summary_takes_the_focus(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    unchecked(page)
    with next_page(page):
        booking.fill_details(mail="not an address").confirm()
    assert not booking.is_confirmed()
    assert takes_the_focus(page)
    inspection = Inspection(page, "public")
    inspection.look("details with an error")
    assert inspection.found == []


def test_the_page_of_a_lost_race_is_without_faults_and_keeps_what_was_typed(kalends, cast, page):
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    book(kalends, cast, booking.chosen_start())
    with next_page(page):
        booking.fill_details(name="Late Larry").confirm()
    assert not booking.is_confirmed()
    assert page.get_by_label(NAME).input_value() == "Late Larry"
    inspection = Inspection(page, "public")
    inspection.look("lost race")
    assert inspection.found == []


# MARK: every page of the admin app


@pytest.fixture
def busy_place(empty_kalends, cast, radicale, database):
    """A business with some life in it: bookings, a calendar, outside events, an open conflict, a time off, an invited user, mails."""
    admin, sample = load_sample(empty_kalends, cast)
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    first, second, *_, other = slots(empty_kalends, sample, date.today() + timedelta(days=1), 7, "--person", "Anna Lind")
    empty_kalends.command("sync")
    radicale.calendar().save_event(dtstart=other, dtend=other + timedelta(hours=1), summary="Outside")
    book(empty_kalends, sample, first)
    database.settle()
    events = [event for event in radicale.calendar().events() if "Outside" not in event.data]
    if events:
        events[0].delete()
    empty_kalends.command("sync")
    database.settle()
    return admin, sample


def kind(address: str, known: set[str]) -> tuple:
    """Pages of one kind differ only in ids, dates and the values of their query."""
    return route(address, known), tuple(sorted(parse_qs(urlsplit(address).query)))


def test_every_page_of_the_admin_app_is_without_faults(busy_place, empty_kalends, cast, page):
    """Follows every link below the admin app once for each kind of page; in the end every route of its table was looked at."""
    known = admin_pages()
    inspection = Inspection(page, "admin")
    page.goto(empty_kalends.url + SIGN_IN)
    inspection.look("sign-in")
    page.goto(empty_kalends.url + "/admin/forgot")
    inspection.look("forgot")
    sign_in(page, empty_kalends, cast)
    waiting, kinds = [page.url], set()
    while waiting:
        address = waiting.pop(0)
        if kind(address, known) in kinds or route(address, known) not in known:
            continue
        kinds.add(kind(address, known))
        answer = page.goto(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        inspection.look(" ".join([route(address, known), *sorted(parse_qs(urlsplit(address).query))]))
        links = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(link => link.href)")
        waiting += [link for link in links if link.startswith(empty_kalends.url + ADMIN)]
    missed = known - {route(address, known) for address in inspection.seen}
    assert not missed, f"never looked at: {sorted(missed)}"
    assert inspection.found == []
