"""Fixtures: every test gets fresh servers on free loopback ports and folders of its own, and leaves nothing running."""

import pytest
from harness import browser as browsers
from harness.calendar_servers import SERVERS, Radicale
from harness.database import Database
from harness.discovery import findings_of_request
from harness.google_stand_in import GoogleStandIn
from harness.kalends import Kalends
from harness.mail_sink import MailSink
from kalends_client import Cast, set_up
from playwright.sync_api import sync_playwright


@pytest.fixture
def mail_sink():
    sink = MailSink().start()
    yield sink
    sink.stop()


@pytest.fixture(params=sorted(SERVERS))
def calendar_server(request, tmp_path):
    """A real calendar server: once Radicale, once Xandikos."""
    server = SERVERS[request.param](tmp_path / request.param).start()
    yield server
    server.stop()


@pytest.fixture
def radicale(tmp_path):
    server = Radicale(tmp_path / "radicale").start()
    yield server
    server.stop()


@pytest.fixture
def google(tmp_path):
    """A stand-in for Google. Whatever a test does with it: every request must be one that Google's own description knows."""
    stand_in = GoogleStandIn(tmp_path / "google").start()
    yield stand_in
    seen = stand_in.requests
    stand_in.stop()
    assert not [finding for request in seen if request.get("method") for finding in findings_of_request(request)]


@pytest.fixture
def empty_kalends(tmp_path, mail_sink):
    """A server without any data: it offers the set-up."""
    kalends = Kalends(tmp_path / "kalends", KALENDS_SMTP_URL=mail_sink.url, KALENDS_MAIL_FROM="booking@example.org").start()
    yield kalends
    kalends.stop()


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def kalends(empty_kalends, cast):
    """A server that went through its set-up as `cast` describes."""
    set_up(empty_kalends, cast)
    return empty_kalends


@pytest.fixture
def database(empty_kalends) -> Database:
    return Database(empty_kalends.data)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin")
    yield context.new_page()
    context.close()


@pytest.fixture
def page_without_javascript(chromium):
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin", java_script_enabled=False)
    yield context.new_page()
    context.close()
