"""What Graph does not have: a page of another site books, moves and cancels without a token, and a program settles a conflict."""

import threading
from datetime import date, datetime, time, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest
import requests
from harness.calendar_servers import PASSWORD, USER
from kalends_client import book, connect_calendar, link_calendar, moment, signed_in, slots, sync_now

BERLIN = ZoneInfo("Europe/Berlin")

# What a page of somebody's own does: one request, and what came of it; a refusal of the browser is told as such.
ASK = """async ([address, body, more]) => {
    const options = body === null ? {} : {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body)}
    try {
        const answer = await fetch(address, {...options, ...more})
        const text = await answer.text()
        return {status: answer.status, body: text ? JSON.parse(text) : null, location: answer.headers.get("Location")}
    } catch (error) {
        return {status: 0, body: String(error)}
    }
}"""


class Salon(BaseHTTPRequestHandler):
    """A site that has nothing to do with us but that it asks us."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>A salon</title><h1>A salon</h1>")

    def log_message(self, *_):
        pass


@pytest.fixture
def salon():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Salon)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def token(kalends, *scopes: str) -> str:
    wanted = [part for scope in scopes for part in ("--scope", scope)]
    return kalends.command("token", "create", "--name", "Own calls", *wanted).stdout.strip()


def window(day: date) -> str:
    return f"start={day}T00:00:00Z&end={day + timedelta(days=1)}T00:00:00Z"


def monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def test_a_page_of_another_site_books_moves_and_cancels(kalends, cast, page, salon, database, mail_sink):
    page.goto(salon)
    base = f"{kalends.url}/v1.0/public/{cast.slug}"

    def ask(path: str, body=None, **more):
        return page.evaluate(ASK, [path if path.startswith("http") else base + path, body, more])

    assert ask("")["body"]["displayName"] == cast.business
    (listed,) = ask("/services")["body"]["value"]
    assert listed["displayName"] == cast.service
    service = ask(f"/services/{listed['id']}")["body"]
    offered = ask(f"/services/{service['id']}/slots?{window(monday())}")["body"]["slots"]
    assert [moment(slot["start"]) for slot in offered] == slots(kalends, cast, monday(), 1)

    wanted = {"serviceId": service["id"], "start": offered[0]["start"], "name": cast.customer, "formToken": service["formToken"]}
    refused = ask("/bookings", wanted)
    assert refused["status"] == 400 and refused["body"]["error"]["target"] == "emailAddress"
    made = ask("/bookings", wanted | {"emailAddress": cast.customer_mail, "timeZone": "America/New_York"})
    assert made["status"] == 201, made
    assert made["location"] == f"{base}/bookings/{made['body']['manageToken']}"
    assert made["body"]["startDateTime"]["timeZone"] == "America/New_York"
    again = ask("/bookings", wanted | {"emailAddress": cast.customer_mail})
    assert again["status"] == 201 and again["body"]["manageToken"] == made["body"]["manageToken"]
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(moment(offered[0]["start"]).timestamp())
    mail_sink.wait_for(cast.customer_mail, 1)

    one = made["location"]
    others = ask(f"{one}/slots?{window(monday())}")["body"]["slots"]
    assert offered[0]["start"] not in [slot["start"] for slot in others]
    moved = ask(f"{one}/move", {"start": others[2]["start"], "version": made["body"]["version"]})
    assert moved["status"] == 200 and moved["body"]["start"] == others[2]["start"], moved
    assert ask(f"{one}/move", {"start": others[3]["start"], "version": made["body"]["version"]})["status"] == 412
    assert moment(offered[0]["start"]) in slots(kalends, cast, monday(), 1)
    cancelled = ask(f"{one}/cancel", {"reason": "Ill"})
    assert cancelled["status"] == 200 and cancelled["body"]["status"] == "cancelled"
    assert database.live_appointments() == []
    assert len(mail_sink.wait_for(cast.customer_mail, 3)) == 3


def test_a_page_of_another_site_hears_nothing_that_takes_a_token_and_never_brings_credentials(kalends, cast, page, salon):
    page.goto(salon)

    def ask(path: str, body=None, **more):
        return page.evaluate(ASK, [f"{kalends.url}/v1.0{path}", body, more])

    key = token(kalends, "Bookings.Read.All")
    assert ask(f"/public/{cast.slug}")["status"] == 200
    assert ask(f"/public/{cast.slug}", credentials="include")["status"] == 0
    assert ask("/solutions/bookingBusinesses")["status"] == 0
    assert ask("/solutions/bookingBusinesses", headers={"Authorization": f"Bearer {key}"})["status"] == 0
    assert ask("/public/nobody")["status"] == 404
    page.goto(f"{kalends.url}/b/{cast.slug}")
    assert ask("/solutions/bookingBusinesses", headers={"Authorization": f"Bearer {key}"})["status"] == 200


def test_the_preflight_names_what_may_be_asked_and_lets_no_credentials_through(kalends, cast):
    headers = {"Origin": "https://salon.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = requests.options(f"{kalends.url}/v1.0/public/{cast.slug}/bookings", headers=headers, timeout=30)
    assert answer.status_code == 204 and answer.content == b""
    assert answer.headers["Access-Control-Allow-Origin"] == "*" and answer.headers["Access-Control-Allow-Methods"] == "POST"
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    closed = requests.options(f"{kalends.url}/v1.0/solutions/bookingBusinesses", headers=headers, timeout=30)
    assert closed.status_code == 401 and "Access-Control-Allow-Origin" not in closed.headers


def test_a_conflict_is_seen_explained_and_settled_by_a_program(kalends, cast, radicale, database, mail_sink):
    admin = signed_in(kalends, cast)
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    sync_now(kalends)
    booking = book(kalends, cast, slots(kalends, cast, monday(), 1)[0])
    database.settle()
    sync_now(kalends)
    (event,) = radicale.calendar().events()
    to = datetime.combine(monday(), time(14), BERLIN).astimezone(timezone.utc)
    component = event.icalendar_instance.walk("VEVENT")[0]
    component["DTSTART"].dt, component["DTEND"].dt = to, to + timedelta(minutes=cast.minutes)
    event.save()
    sync_now(kalends)

    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token(kalends, 'Kalends.Sync.ReadWrite.All', 'Bookings.Read.All')}"

    def ask(method: str, path: str, **more):
        return session.request(method, f"{kalends.url}/v1.0/solutions{path}", timeout=60, **more)

    (account,) = ask("GET", "/calendarAccounts").json()["value"]
    (linked,) = [one for one in ask("GET", f"/calendarAccounts/{account['id']}/calendars").json()["value"] if one["isLinked"]]
    assert account["isConnected"] and linked["closesTime"] and PASSWORD not in ask("GET", f"/calendarAccounts/{account['id']}").text
    (conflict,) = ask("GET", "/conflicts", params={"$filter": "isSettled eq false"}).json()["value"]
    assert conflict["kind"] == "movedOutside" and conflict["canFollow"]
    assert (moment(conflict["appointmentStart"]), moment(conflict["outsideStart"])) == (booking.start, to)

    business = conflict["businessId"]
    (service,) = ask("GET", f"/bookingBusinesses/{business}/services").json()["value"]
    asked = {"serviceId": service["id"], "start": to.isoformat()}
    (told,) = ask("GET", f"/bookingBusinesses/{business}/explain", params=asked).json()["value"]
    assert not told["isFree"] and told["reason"].startswith("slotBusy"), told

    settled = ask("POST", f"/conflicts/{conflict['id']}/settle", json={"decision": "follow"})
    assert settled.status_code == 200 and settled.json()["settlement"] == "followed", settled.text
    database.settle()
    sync_now(kalends)
    (appointment,) = database.live_appointments()
    assert appointment["start_at"] == int(to.timestamp())
    assert ask("POST", f"/conflicts/{conflict['id']}/settle", json={"decision": "putBack"}).status_code == 409
    assert len(mail_sink.wait_for(cast.customer_mail, 2)) == 2

    (person,) = account["staffMemberIds"]
    (found,) = ask("POST", f"/bookingBusinesses/{business}/staffMembers/{person}/diagnosis/run").json()["value"]
    assert found["isHealthy"], [check for check in found["checks"] if check["state"] == "broken"]
    assert ask("POST", f"/calendarAccounts/{account['id']}/disconnect").status_code == 204
    assert not ask("GET", f"/calendarAccounts/{account['id']}").json()["isConnected"]
