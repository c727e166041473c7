"""People connect their own calendars by a link: the whole way in a real browser, what goes wrong on it, and what a stranger can do with a link."""

import re
import sqlite3
import time
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import pytest
import requests
from browser_booking import next_page, sign_in
from harness.calendar_servers import PASSWORD, USER
from harness.counting_proxy import CountingProxy
from harness.inspection import Inspection
from kalends_client import Client, Document, agree, connect_calendar, link_calendar, set_up, signed_in

CONNECTIONS = "/admin/connections"
LINK = re.compile(r"http://127\.0\.0\.1:\d+/connect/[\w.-]+")
BEN = "ben@example.org"


@pytest.fixture
def admin(kalends, cast) -> Client:
    """The administrator, with Ben among the staff."""
    client = signed_in(kalends, cast)
    form = client.get("/admin/staff/new").form("name", "email").fill(name="Ben", email=BEN)
    page = client.submit(form)
    assert page.status == 200 and not page.errors, page.errors or page.words[:300]
    return client


@pytest.fixture
def slow_radicale(radicale):
    """Radicale at the end of a line whose slowness the test chooses."""
    proxy = CountingProxy(radicale.url).start()
    yield proxy
    proxy.stop()


def row(page: Document, name: str = "Ben"):
    """The part of the overview that is about one person."""
    rows = page.tree.xpath("//li[contains(@class, 'connection')]")
    return next(item for item in rows if item.xpath(".//strong")[0].text_content().strip() == name)


def words_of(client: Client, name: str = "Ben") -> str:
    return " ".join(row(client.get(CONNECTIONS), name).text_content().split())


def press(client: Client, label: str, name: str = "Ben") -> Document:
    """A button of a person's row."""
    page = client.get(CONNECTIONS)
    form = next(form for form in page.forms if urlsplit(form.action).path.startswith(CONNECTIONS) and f"{label}: {name}" in form.words)
    return client.submit(form)


def link_of(client: Client, name: str = "Ben") -> str:
    """The link as the overview shows it for copying."""
    return row(client.get(CONNECTIONS), name).xpath(".//input[@readonly]")[0].get("value")


def invited(client: Client, mail_sink) -> str:
    """Ben is invited by mail; the link as it stands there."""
    press(client, "Invite by mail")
    (mail,) = mail_sink.wait_for(BEN)
    (link,) = set(LINK.findall(mail.text))
    assert link in mail.html
    return link


def filled(server, count: int) -> None:
    """Puts events into the server's calendar, past its HTTP interface, and lets it read them once, as it would have done long ago."""
    folder = next(path.parent for path in server.folder.rglob("*.Radicale.props") if "appointments" in path.parts)
    start = datetime.now(timezone.utc).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    for number in range(count):
        begin = start + timedelta(hours=7 * number)
        lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Ben//EN", "BEGIN:VEVENT", f"UID:event-{number}", f"DTSTAMP:{begin:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{begin:%Y%m%dT%H%M%SZ}", f"DTEND:{begin + timedelta(hours=1):%Y%m%dT%H%M%SZ}", f"SUMMARY:Event {number}",
            "END:VEVENT", "END:VCALENDAR", "",
        ]
        (folder / f"event-{number}.ics").write_text("\r\n".join(lines))
    assert len(server.calendar().events()) == count


def test_ben_is_invited_by_mail_connects_his_calendar_and_both_are_told(kalends, cast, admin, radicale, slow_radicale, mail_sink, page, chromium):
    filled(radicale, 1500)
    # The administrator sees everybody, and presses one button.
    inspection = Inspection(page, "connections")
    sign_in(page, kalends, cast)
    page.goto(kalends.url + CONNECTIONS)
    inspection.look("nobody invited")
    with next_page(page):
        page.get_by_role("button", name=re.compile(r"Invite by mail\s*: Ben")).click()
    page.get_by_text("taken by the server").wait_for()
    inspection.look("invited")
    (mail,) = mail_sink.wait_for(BEN)
    (link,) = set(LINK.findall(mail.text))
    assert page.get_by_label("Link to hand over: Ben").input_value() == link
    # Ben has no account here: his browser knows nothing of the administrator's.
    context = chromium.new_context(locale="en-GB", timezone_id="Europe/Berlin")
    ben = context.new_page()
    look = Inspection(ben, "connect")
    response = ben.goto(link)
    assert response.headers["referrer-policy"] == "no-referrer"
    words = ben.get_by_role("main").inner_text()
    assert cast.business in words and cast.administrator in words and "What is read" in words and "What is written" in words
    look.look("consent")
    page.get_by_text("Link opened, nothing connected yet").wait_for()
    with next_page(ben):
        ben.get_by_role("button", name="Agree and continue").click()
    assert "Without your consent nothing can be connected" in ben.get_by_role("alert").inner_text()
    ben.get_by_label("I agree that").check()
    with next_page(ben):
        ben.get_by_role("button", name="Agree and continue").click()
    look.look("sign in")
    ben.get_by_label("Server address").fill(slow_radicale.url)
    ben.get_by_label("User name").fill(USER)
    ben.get_by_label("App password").fill("wrong")
    with next_page(ben):
        ben.get_by_role("button", name="Sign in").click()
    assert "app password" in ben.get_by_role("alert").inner_text().lower()
    ben.get_by_label("App password").fill(PASSWORD)
    with next_page(ben):
        ben.get_by_role("button", name="Sign in").click()
    look.look("choose")
    with next_page(ben):
        ben.get_by_role("button", name="Connect").click()
    plan = ben.get_by_role("main").inner_text()
    assert "No event in any calendar changes." in plan and "days back are read" in plan and "Bookings are written into" in plan
    look.look("what will happen")
    slow_radicale.delay = 2
    with next_page(ben):
        ben.get_by_role("button", name="Connect").click()
    # The import moves by itself, in numbers, and the nearest days count before it is over.
    ben.get_by_text(re.compile(r"[\d,]+ of 1,500 events read")).wait_for(timeout=60_000)
    ben.get_by_text("The next 14 days count already").wait_for(timeout=60_000)
    assert ben.get_by_role("progressbar").count() == 1
    look.look("importing")
    slow_radicale.delay = 0
    page.bring_to_front()
    ben.get_by_text("Read to its end. Everything works.").wait_for(timeout=120_000)
    look.look("connected")
    context.close()
    page.reload()
    page.get_by_text("Synced", exact=True).wait_for()
    assert "Agreed" in page.get_by_role("main").inner_text()
    inspection.look("synced")
    told = [mail for mail in mail_sink.wait_for(BEN, 2) if "connected" in mail.subject]
    assert [mail.subject for mail in told] == [f"Your calendar is connected with {cast.business}"]
    (mail,) = [mail for mail in mail_sink.wait_for(cast.mail) if "connected" in mail.subject]
    assert mail.subject == "The calendar of Ben is connected" and CONNECTIONS in mail.text
    inspection.passes()
    look.passes()
    # Neither the link nor the password is in the log.
    assert link.rsplit("/", 1)[1] not in kalends.log and PASSWORD not in kalends.log
    # Later looks bring no more mails.
    time.sleep(5)
    assert len(mail_sink.to(BEN)) == 2 and len(mail_sink.to(cast.mail)) == 1


def test_links_that_work_no_more_say_so(kalends, admin, mail_sink, database):
    link = invited(admin, mail_sink)
    stranger = Client(kalends.url)
    assert "What is read" in stranger.get(link).words
    # Cut off, or made up.
    for wrong in (link[:-3], link + "x", f"{kalends.url}/connect/abc", f"{kalends.url}/connect/{'a' * 300}"):
        page = stranger.get(wrong)
        assert page.status == 404 and "This link is not complete" in page.words
    # Replaced by a newer one, and taken back.
    press(admin, "Take the link back")
    page = stranger.get(link)
    assert page.status == 410 and "This link works no more" in page.words and not page.forms
    press(admin, "Make a link")
    second = link_of(admin)
    assert second != link and stranger.get(second).status == 200
    assert len(mail_sink.to(BEN)) == 1, "a link that is copied is not mailed"
    # Past its time.
    with sqlite3.connect(kalends.data / "kalends.sqlite") as store:
        store.execute("UPDATE invitations SET expires_at = created_at - 1 WHERE revoked_at IS NULL")
    page = stranger.get(second)
    assert page.status == 410 and "This link has expired" in page.words and "Ask" in page.words
    assert "Invitation expired" in words_of(admin)


def test_a_stranger_with_a_link_gets_nowhere_else(kalends, cast, admin, radicale, mail_sink):
    link = invited(admin, mail_sink)
    browser = requests.Session()
    page = browser.get(link)
    token = re.search(r'name="token" value="([^"]+)"', page.text).group(1)
    # A form from elsewhere, an invented one, and steps out of order.
    assert browser.post(f"{link}/agree", data={"agree": "yes"}).status_code == 422
    assert browser.post(f"{link}/agree", data={"agree": "yes", "token": "forged"}).status_code == 422
    early = browser.post(f"{link}/sign-in", data={"token": token, "address": radicale.url, "user": USER, "password": PASSWORD})
    assert "What is read" in early.text and "Where are bookings written" not in early.text
    chosen = browser.post(f"{link}/choose", data={"token": token, "linked": "", "conflicts": "x", "ticket": "forged"})
    assert "Where are bookings written" not in chosen.text
    # The link is no key to the admin app, and brings nobody in there.
    for path in ("/admin", CONNECTIONS, "/admin/calendars", "/admin/oauth/google?state=x&code=y"):
        assert urlsplit(browser.get(kalends.url + path).url).path == "/admin/sign-in"
    assert browser.get(f"{kalends.url}/connect/return?state=x&code=y").status_code == 404
    # With consent: the ticket of one invitation is none of another's, and passwords are not guessed through it.
    browser.post(f"{link}/agree", data={"agree": "yes", "token": token})
    statuses = [
        browser.post(f"{link}/sign-in", data={"token": token, "address": radicale.url, "user": USER, "password": f"guess {number}"}).status_code
        for number in range(8)
    ]
    assert statuses[0] == 422 and statuses[-1] == 429
    listed = words_of(admin)
    assert "Link opened" in listed and "Agreed" in listed
    # Only an administrator invites.
    anonymous = requests.post(f"{kalends.url}{CONNECTIONS}/x/invite", allow_redirects=False)
    assert anonymous.status_code in (401, 403)


def test_a_mail_that_is_refused_is_shown_with_its_reason_and_the_link_can_be_handed_over(empty_kalends, cast, mail_sink):
    set_up(empty_kalends, cast)
    admin = signed_in(empty_kalends, cast)
    admin.submit(admin.get("/admin/staff/new").form("name", "email").fill(name="Ben", email=BEN))

    async def refuse(server, session, envelope):
        return "550 5.1.1 No such mailbox"

    mail_sink.handle_DATA = refuse
    press(admin, "Invite by mail")
    deadline = time.monotonic() + 20
    while "No such mailbox" not in (words := words_of(admin)):
        assert time.monotonic() < deadline, words
        time.sleep(0.2)
    assert "not delivered" in words and Client(empty_kalends.url).get(link_of(admin)).status == 200


def test_a_connection_is_switched_off_and_on_again(kalends, cast, admin, radicale):
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    name = cast.administrator

    def reads_through():
        deadline = time.monotonic() + 30
        while "Synced" not in (words := words_of(admin, name)):
            assert time.monotonic() < deadline, words
            time.sleep(0.2)

    reads_through()
    for label, said in (("Switch off", "close no time any more"), ("Switch on", "is read first")):
        page = press(admin, label, name)
        assert said in page.words
        ways = [form for form in page.forms if "agreed" in dict(form.values)]
        page = admin.submit(ways[0])
        assert page.status == 200 and urlsplit(page.url).path == CONNECTIONS
        if label == "Switch off":
            assert "Switched off" in row(page, name).text_content()
            assert "Switched off: nothing is read or written" in admin.get("/admin/calendars").words
    reads_through()


def test_whoever_was_invited_signs_in_again_by_a_link_of_the_alarm_mail(kalends, cast, admin, radicale, mail_sink):
    link = invited(admin, mail_sink)
    ben = Client(kalends.url)
    ben.submit(ben.get(link).form("agree").fill(agree="yes"))
    connect(ben, link, radicale.url, PASSWORD)
    assert len(mail_sink.wait_for(BEN, 2)) == 2
    kalends.command("sync")
    users = radicale.folder / "users"
    users.write_text(f"{USER}:another password\n")
    kalends.command("sync", expect=1)
    mail = mail_sink.wait_for(BEN, 3)[2]
    assert "needs somebody" in mail.subject and "/admin/" not in mail.text
    (fresh,) = set(LINK.findall(mail.text))
    assert fresh != link
    (alarm,) = [mail for mail in mail_sink.wait_for(cast.mail, 2) if "needs somebody" in mail.subject]
    assert "/admin/calendars/connect?account=" in alarm.text
    # The link that was used tells how it stands, and where to go.
    page = ben.get(link)
    assert "Your calendar does not work here" in page.words and "Your calendar is connected" not in page.words
    page = ben.get(fresh)
    assert "Sign in to your calendar again" in page.words and "does not work here since" in page.words
    connect(ben, fresh, None, "another password")
    kalends.command("sync")
    assert "Your calendar is connected" in ben.get(fresh).words and "Your calendar is connected" in ben.get(link).words
    assert "works again" in mail_sink.wait_for(BEN, 4)[3].subject
    assert "Synced" in words_of(admin)
    assert len([link for link in admin.get("/admin/calendars").links if re.search(r"/admin/calendars/accounts/[^/]+$", link)]) == 1


def connect(client: Client, link: str, address: str | None, password: str) -> None:
    """Signs in and chooses the one calendar for everything; the address and user name stand there already when it is done again."""
    form = client.get(link).form("password").fill(password=password)
    if address:
        form = form.fill(address=address, user=USER)
    page = client.submit(form)
    assert page.status == 200 and not page.errors, page.errors or page.words[:300]
    page = agree(client, client.submit(page.form("linked")))
    assert page.status == 200 and not page.errors, page.errors or page.words[:300]
