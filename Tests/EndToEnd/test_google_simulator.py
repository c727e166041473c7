"""The stand-in for Google behaves as Google's own client and Google's own description of the API expect."""

import os
import subprocess
import threading
import time
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import google_auth_oauthlib.flow
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from googleapiclient.errors import HttpError
from harness.browser import serious_findings
from harness.discovery import SCOPES, findings_of_answer, methods, scopes_of
from harness.google_stand_in import CLIENT, SECRET
from harness.kalends import ROOT

# Asks all that our provider ever asks.
PROBE = Path(os.environ.get("KALENDS_TEST_GOOGLE_PROBE", ROOT / ".build/debug/GoogleProbe"))

ANA = "ana@example.org"
NINE = datetime(2026, 12, 1, 9, tzinfo=timezone.utc)

OFFERED = {
    "calendarList.list", "calendarList.get", "calendarList.patch", "calendarList.watch", "calendars.get", "calendars.insert",
    "calendars.patch", "calendars.delete", "channels.stop", "events.list", "events.get", "events.insert", "events.import", "events.patch",
    "events.update", "events.delete", "events.instances", "events.move", "events.watch", "freebusy.query",
}


@pytest.fixture
def subject(google):
    return google.person(ANA)


@pytest.fixture
def api(google, subject):
    return google.api(google.credentials(subject))


def run(request):
    """Carries a request out and holds its answer against the description."""
    answer = request.execute()
    assert not findings_of_answer(request.methodId, answer)
    return answer


def refused(request) -> tuple[int, str]:
    """The status and reason with which a request is refused."""
    with pytest.raises(HttpError) as refusal:
        request.execute()
    (detail,) = refusal.value.error_details if isinstance(refusal.value.error_details, list) else [refusal.value.error_details]
    return refusal.value.resp.status, detail["reason"]


def hour(start: datetime = NINE, **fields) -> dict:
    """An event of an hour."""
    return {
        "summary": "Haircut",
        "start": {"dateTime": start.isoformat(), "timeZone": "Europe/Vienna"},
        "end": {"dateTime": (start + timedelta(hours=1)).isoformat(), "timeZone": "Europe/Vienna"},
    } | fields


def pages(api, **parameters) -> list[dict]:
    """Every page of a listing."""
    found, token = [], None
    while not found or token:
        page = run(api.events().list(calendarId="primary", **parameters, **({"pageToken": token} if token else {})))
        found.append(page)
        token = page.get("nextPageToken")
        assert bool(token) != bool(page.get("nextSyncToken")) or "orderBy" in parameters or "iCalUID" in parameters
    return found


def items(found: list[dict]) -> list[dict]:
    return [item for page in found for item in page["items"]]


# MARK: Every method


def test_every_method_answers_googles_own_client(google, api, subject):
    (listed,) = run(api.calendarList().list())["items"]
    assert (listed["id"], listed["primary"], listed["accessRole"], listed["timeZone"]) == (ANA, True, "owner", "Europe/Vienna")
    assert run(api.calendarList().get(calendarId="primary"))["id"] == ANA
    team = run(api.calendars().insert(body={"summary": "Team", "timeZone": "Asia/Kolkata"}))
    assert run(api.calendars().get(calendarId=team["id"]))["dataOwner"] == ANA
    assert run(api.calendars().patch(calendarId=team["id"], body={"summary": "Whole team"}))["summary"] == "Whole team"
    assert run(api.calendarList().patch(calendarId=team["id"], body={"summaryOverride": "T"}))["summaryOverride"] == "T"
    channel = run(api.calendarList().watch(body={"id": "c1", "type": "web_hook", "address": "http://127.0.0.1:9/"}))
    run(api.channels().stop(body={"id": "c1", "resourceId": channel["resourceId"]}))
    event = run(api.events().insert(calendarId="primary", body=hour(id="abcde12345", recurrence=["RRULE:FREQ=DAILY;COUNT=3"])))
    assert event["start"] == {"dateTime": "2026-12-01T10:00:00+01:00", "timeZone": "Europe/Vienna"}
    assert (event["iCalUID"], event["organizer"], event["sequence"]) == ("abcde12345@google.com", {"email": ANA, "self": True}, 0)
    assert len(run(api.events().instances(calendarId="primary", eventId="abcde12345"))["items"]) == 3
    assert run(api.events().get(calendarId="primary", eventId="abcde12345", timeZone="UTC"))["start"]["dateTime"] == "2026-12-01T09:00:00Z"
    run(api.events().patch(calendarId="primary", eventId="abcde12345", body={"location": "Room 1"}))
    event = run(api.events().update(calendarId="primary", eventId="abcde12345", body=hour(summary="Colour")))
    assert event["summary"] == "Colour" and "location" not in event and "recurrence" not in event
    watched = run(api.events().watch(calendarId=ANA, body={"id": "c2", "type": "web_hook", "address": "http://127.0.0.1:9/"}))
    assert int(watched["expiration"]) > time.time() * 1000
    imported = run(api.events().import_(calendarId="primary", body=hour(iCalUID="x@example.org")))
    assert run(api.events().import_(calendarId="primary", body=hour(iCalUID="x@example.org")))["id"] == imported["id"]
    asked = {"timeMin": NINE.isoformat(), "timeMax": "2026-12-02T00:00:00Z", "items": [{"id": ANA}, {"id": "?"}]}
    busy = run(api.freebusy().query(body=asked))
    assert busy["calendars"][ANA]["busy"] == [{"start": "2026-12-01T09:00:00Z", "end": "2026-12-01T10:00:00Z"}]
    assert busy["calendars"]["?"]["errors"] == [{"domain": "global", "reason": "notFound"}]
    moved = run(api.events().move(calendarId="primary", eventId="abcde12345", destination=team["id"]))
    assert moved["organizer"]["email"] == team["id"]
    assert run(api.events().get(calendarId=ANA, eventId="abcde12345"))["status"] == "cancelled"
    assert [event["id"] for event in items(pages(api))] == [imported["id"]]
    run(api.events().delete(calendarId=team["id"], eventId="abcde12345"))
    run(api.calendars().delete(calendarId=team["id"]))
    assert {request["method"] for request in google.requests} == OFFERED


def test_scopes_allow_what_the_description_says(google, subject):
    every = sorted({scope for id in methods() for scope in methods()[id]["scopes"]})
    calls = {
        "calendarList.list": lambda api: api.calendarList().list(),
        "calendarList.get": lambda api: api.calendarList().get(calendarId="x"),
        "calendarList.patch": lambda api: api.calendarList().patch(calendarId="x", body={}),
        "calendarList.watch": lambda api: api.calendarList().watch(body={}),
        "calendars.get": lambda api: api.calendars().get(calendarId="x"),
        "calendars.insert": lambda api: api.calendars().insert(body={}),
        "calendars.delete": lambda api: api.calendars().delete(calendarId="x"),
        "calendars.patch": lambda api: api.calendars().patch(calendarId="x", body={}),
        "channels.stop": lambda api: api.channels().stop(body={}),
        "events.list": lambda api: api.events().list(calendarId="x"),
        "events.get": lambda api: api.events().get(calendarId="x", eventId="y"),
        "events.insert": lambda api: api.events().insert(calendarId="x", body={}),
        "events.import": lambda api: api.events().import_(calendarId="x", body={}),
        "events.patch": lambda api: api.events().patch(calendarId="x", eventId="y", body={}),
        "events.update": lambda api: api.events().update(calendarId="x", eventId="y", body={}),
        "events.delete": lambda api: api.events().delete(calendarId="x", eventId="y"),
        "events.instances": lambda api: api.events().instances(calendarId="x", eventId="y"),
        "events.move": lambda api: api.events().move(calendarId="x", eventId="y", destination="z"),
        "events.watch": lambda api: api.events().watch(calendarId="x", body={}),
        "freebusy.query": lambda api: api.freebusy().query(body={}),
    }
    assert set(calls) == OFFERED
    for scope in every:
        api = google.api(google.credentials(subject, scope.removeprefix(SCOPES)))
        for method, call in calls.items():
            try:
                call(api).execute()
                reason = None
            except HttpError as refusal:
                reason = refusal.error_details[0]["reason"]
            is_refused = reason in ("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT")
            assert is_refused == (scope not in scopes_of(f"calendar.{method}")), (method, scope, reason)


def test_our_own_requests_are_those_of_the_description(google, subject):
    """The same check for what our provider asks; what the fixture finds at the end counts here too."""
    google.edit("addEvent", calendar=ANA, event=hour(recurrence=["RRULE:FREQ=WEEKLY"]))
    google.edit("addCalendar", subject=subject, name="Team / B&C")
    google.settings(largestPage=1)
    scopes = ["calendar.events", "calendar.calendarlist.readonly"]
    tokens = google.credentials(subject, *scopes)
    outcome = subprocess.run(
        [str(PROBE), google.url, subject, tokens.token, tokens.refresh_token], capture_output=True, text=True, timeout=60)
    assert outcome.returncode == 0 and outcome.stdout.splitlines()[-1] == "done", outcome.stdout + outcome.stderr
    asked = [request for request in google.requests if request.get("method")]
    assert {request["method"] for request in asked} == {
        "calendarList.list", "calendarList.get", "events.list", "events.get", "events.insert", "events.patch", "events.delete", "events.watch",
        "channels.stop",
    }
    assert {scope.removeprefix(SCOPES) for request in asked for scope in request["scopes"]} == set(scopes)


# MARK: Signing in


@pytest.fixture
def flow(google, subject, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    configuration = {
        "web": {
            "client_id": CLIENT, "client_secret": SECRET, "auth_uri": f"{google.url}/o/oauth2/v2/auth", "token_uri": f"{google.url}/token",
        }
    }
    scopes = ["openid", f"{SCOPES}calendar.events", f"{SCOPES}calendar.calendarlist.readonly", f"{SCOPES}userinfo.email"]
    return google_auth_oauthlib.flow.Flow.from_client_config(configuration, scopes, redirect_uri="http://localhost:1/callback")


def consent(flow, subject, ticked: list[str] | None = None, decision: str = "allow", **parameters) -> dict[str, str]:
    """What comes back to the client after the consent page."""
    address, state = flow.authorization_url(access_type="offline", **parameters)
    assert requests.get(address, timeout=5).status_code == 200
    form = {"person": subject, "scope": flow.oauth2session.scope if ticked is None else ticked, "decision": decision}
    answer = requests.post(address, data=form, allow_redirects=False, timeout=5)
    assert answer.headers["Location"].startswith("http://localhost:1/callback?")
    outcome = {name: values[0] for name, values in parse_qs(urlparse(answer.headers["Location"]).query).items()}
    assert outcome["state"] == state
    return outcome


def test_a_sign_in_with_a_proof_key_brings_tokens_that_work(google, flow, subject):
    flow.fetch_token(code=consent(flow, subject)["code"])
    assert flow.credentials.refresh_token and flow.credentials.id_token
    who = requests.get(f"{google.url}/oauth2/v3/userinfo", headers={"Authorization": f"Bearer {flow.credentials.token}"}, timeout=5).json()
    assert who == {"sub": subject, "email": ANA, "email_verified": True}
    assert run(google.api(flow.credentials).calendarList().list())["items"]
    google.advance(3600)
    assert refused_without_refresh(google, flow.credentials.token) == 401
    flow.credentials.refresh(Request())
    assert run(google.api(flow.credentials).events().list(calendarId="primary"))["items"] == []


def refused_without_refresh(google, token: str) -> int:
    address = f"{google.url}/calendar/v3/users/me/calendarList"
    return requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=5).status_code


def test_a_code_is_good_once_and_only_with_its_verifier(flow, subject):
    code = consent(flow, subject)["code"]
    right, flow.code_verifier = flow.code_verifier, "wrong" * 10
    with pytest.raises(Exception, match="invalid_grant"):
        flow.fetch_token(code=code)
    flow.code_verifier = right
    with pytest.raises(Exception, match="invalid_grant"):
        flow.fetch_token(code=code)


def test_a_missing_tick_is_missing_in_the_answer(flow, subject, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    token = flow.fetch_token(code=consent(flow, subject, ticked=[f"{SCOPES}calendar.events"])["code"])
    assert set(token["scope"]) == {"openid", f"{SCOPES}calendar.events", f"{SCOPES}userinfo.email"}


def test_a_refused_consent_says_so(flow, subject):
    assert consent(flow, subject, decision="deny")["error"] == "access_denied"


def test_only_a_first_or_a_renewed_consent_brings_a_refresh_token(flow, subject):
    first = flow.fetch_token(code=consent(flow, subject)["code"])
    second = flow.fetch_token(code=consent(flow, subject)["code"])
    third = flow.fetch_token(code=consent(flow, subject, prompt="consent")["code"])
    assert first["refresh_token"] and "refresh_token" not in second and third["refresh_token"] != first["refresh_token"]


def test_what_was_taken_back_is_an_invalid_grant(google, subject):
    credentials = google.credentials(subject)
    google.edit("revokeAccess", subject=subject)
    with pytest.raises(RefreshError, match="invalid_grant"):
        credentials.refresh(Request())


def test_a_wrong_client_is_told_apart_from_a_lost_grant(google, subject):
    credentials = google.credentials(subject)
    answer = requests.post(
        f"{google.url}/token", timeout=5,
        data={"grant_type": "refresh_token", "refresh_token": credentials.refresh_token, "client_id": CLIENT, "client_secret": "?"},
    )
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_rotated_refresh_token_retires_the_one_before(google, subject):
    google.settings(rotatesRefreshTokens=True)
    credentials = google.credentials(subject)
    before = credentials.refresh_token
    credentials.refresh(Request())
    assert credentials.refresh_token != before
    credentials._refresh_token = before
    with pytest.raises(RefreshError, match="invalid_grant"):
        credentials.refresh(Request())


def test_revoking_ends_both_tokens(google, subject):
    credentials = google.credentials(subject)
    assert requests.post(f"{google.url}/revoke", data={"token": credentials.refresh_token}, timeout=5).status_code == 200
    assert refused_without_refresh(google, credentials.token) == 401


# MARK: Writing


def test_an_id_is_taken_for_good(api):
    run(api.events().insert(calendarId="primary", body=hour(id="ourevent")))
    assert refused(api.events().insert(calendarId="primary", body=hour(id="ourevent"))) == (409, "duplicate")
    run(api.events().delete(calendarId="primary", eventId="ourevent"))
    assert refused(api.events().delete(calendarId="primary", eventId="ourevent")) == (410, "deleted")
    assert refused(api.events().insert(calendarId="primary", body=hour(id="ourevent"))) == (409, "duplicate")
    assert run(api.events().get(calendarId="primary", eventId="ourevent"))["status"] == "cancelled"
    assert refused(api.events().patch(calendarId="primary", eventId="ourevent", body={"status": "confirmed"})) == (403, "forbidden")
    assert refused(api.events().insert(calendarId="primary", body=hour(id="NotBase32"))) == (400, "invalid")


def test_a_write_based_on_an_old_version_is_refused(api):
    event = run(api.events().insert(calendarId="primary", body=hour()))
    changed = run(api.events().patch(calendarId="primary", eventId=event["id"], body={"summary": "Colour"}))
    assert changed["etag"] != event["etag"]
    for request in (
        api.events().patch(calendarId="primary", eventId=event["id"], body={"summary": "Cut"}),
        api.events().update(calendarId="primary", eventId=event["id"], body=hour()),
        api.events().delete(calendarId="primary", eventId=event["id"]),
    ):
        request.headers["If-Match"] = event["etag"]
        assert refused(request) == (412, "conditionNotMet")
    request = api.events().delete(calendarId="primary", eventId=event["id"])
    request.headers["If-Match"] = changed["etag"]
    run(request)


def test_a_patch_leaves_alone_what_it_does_not_name(api):
    marks = {"private": {"a": "1", "b": "2"}}
    event = run(api.events().insert(calendarId="primary", body=hour(description="Long hair", extendedProperties=marks)))
    patch = {"extendedProperties": {"private": {"b": None, "c": "3"}}, "description": None}
    event = run(api.events().patch(calendarId="primary", eventId=event["id"], body=patch))
    assert event["extendedProperties"] == {"private": {"a": "1", "c": "3"}} and "description" not in event and event["summary"] == "Haircut"


@pytest.mark.parametrize(
    "fields, reason",
    [
        ({"end": {"dateTime": "2026-12-01T09:00:00Z"}}, "timeRangeEmpty"),
        ({"end": None}, "required"),
        ({"end": {"date": "2026-12-02"}}, "invalid"),
        ({"start": {"dateTime": "2026-12-01T09:00:00"}}, "required"),
        ({"start": {"dateTime": NINE.isoformat(), "timeZone": "Mars/Base"}}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=SOMETIMES"]}, "invalid"),
        ({"recurrence": ["DTSTART:20261201T090000Z"]}, "invalid"),
        ({"extendedProperties": {"private": {"k" * 45: "v"}}}, "invalid"), ({"eventType": "fromGmail"}, "eventTypeRestriction"),
        ({"eventType": "birthday", "extendedProperties": {"private": {"k": "v"}}}, "eventTypeRestriction"),
    ],
)
def test_what_cannot_be_an_event_is_refused(google, api, fields, reason):
    assert refused(api.events().insert(calendarId="primary", body={k: v for k, v in (hour() | fields).items() if v})) == (400, reason)
    google.control("DELETE", "requests")


def test_only_an_organizer_changes_what_is_shared(google, api):
    mine = [{"email": ANA, "responseStatus": "needsAction"}]
    invited = google.edit("addEvent", calendar=ANA, event=hour(organizer={"email": "boss@example.org"}, attendees=mine))
    assert refused(api.events().patch(calendarId=ANA, eventId=invited, body={"summary": "Mine"})) == (403, "forbiddenForNonOrganizer")
    declined = [{"email": ANA, "responseStatus": "declined"}]
    event = run(api.events().patch(calendarId=ANA, eventId=invited, body={"attendees": declined}))
    assert event["attendees"] == [{"email": ANA, "responseStatus": "declined", "self": True}]
    busy = {"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z", "items": [{"id": ANA}]}
    assert run(api.freebusy().query(body=busy))["calendars"][ANA]["busy"] == []


def test_roles_decide_what_is_seen_and_written(google, subject):
    google.person("ben@example.org")
    google.edit("addEvent", calendar="ben@example.org", event=hour(visibility="private"))
    api = google.api(google.credentials(subject))
    assert refused(api.events().list(calendarId="ben@example.org")) == (404, "notFound")
    seen = {}
    for role in ("freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer"):
        google.edit("setRole", calendar="ben@example.org", email=ANA, role=role)
        page = run(api.events().list(calendarId="ben@example.org"))
        seen[role] = (page["accessRole"], page["items"][0].get("summary"))
    assert seen == {role: (role, "Haircut" if role == "writer" else None) for role in seen}
    google.edit("setRole", calendar="ben@example.org", email=ANA, role="reader")
    assert refused(api.events().insert(calendarId="ben@example.org", body=hour())) == (403, "requiredAccessLevel")


# MARK: Series


def test_a_series_is_one_row_with_its_exceptions(api):
    event = run(api.events().insert(calendarId="primary", body=hour(recurrence=["RRULE:FREQ=WEEKLY;COUNT=5"])))
    first, second, third, *_ = run(api.events().instances(calendarId="primary", eventId=event["id"]))["items"]
    assert third["id"] == f"{event['id']}_20261215T090000Z" and third["originalStartTime"] == third["start"]
    later = (NINE + timedelta(days=14, hours=5)).isoformat()
    moved = {"start": {"dateTime": later}, "end": {"dateTime": (NINE + timedelta(days=14, hours=6)).isoformat()}}
    run(api.events().patch(calendarId="primary", eventId=third["id"], body=moved))
    run(api.events().delete(calendarId="primary", eventId=second["id"]))
    listed = {item["id"]: item for item in items(pages(api))}
    assert set(listed) == {event["id"], second["id"], third["id"]}
    assert {key: value for key, value in listed[second["id"]].items() if key not in ("etag", "kind")} == {
        "id": second["id"], "status": "cancelled", "recurringEventId": event["id"], "originalStartTime": second["originalStartTime"]}
    assert listed[third["id"]]["originalStartTime"]["dateTime"] == "2026-12-15T10:00:00+01:00"
    window = {"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2027-01-01T00:00:00Z", "orderBy": "startTime", "singleEvents": True}
    starts = [item["start"]["dateTime"] for item in items(pages(api, **window))]
    assert starts == ["2026-12-01T10:00:00+01:00", "2026-12-15T15:00:00+01:00", "2026-12-22T10:00:00+01:00", "2026-12-29T10:00:00+01:00"]


def test_a_series_keeps_its_clock_time_over_a_clock_change(api):
    start = datetime(2026, 10, 20, 7, tzinfo=timezone.utc)
    event = run(api.events().insert(calendarId="primary", body=hour(start, recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"])))
    instances = run(api.events().instances(calendarId="primary", eventId=event["id"]))["items"]
    assert [item["start"]["dateTime"] for item in instances] == ["2026-10-20T09:00:00+02:00", "2026-10-27T09:00:00+01:00"]


def test_this_and_all_following_become_another_series(google, api):
    event = run(api.events().insert(calendarId="primary", body=hour(recurrence=["RRULE:FREQ=WEEKLY"])))
    token = pages(api)[-1]["nextSyncToken"]
    following = google.edit("splitSeries", calendar=ANA, event=f"{event['id']}_20261215T090000Z", change={"summary": "Later"})
    changed = {item["id"]: item for item in items(pages(api, syncToken=token))}
    assert set(changed) == {event["id"], following}
    assert changed[event["id"]]["recurrence"] == ["RRULE:FREQ=WEEKLY;UNTIL=20261215T085959Z"]
    assert changed[following]["start"]["dateTime"] == "2026-12-15T10:00:00+01:00"


def test_deleting_a_series_takes_its_exceptions_along(api):
    event = run(api.events().insert(calendarId="primary", body=hour(recurrence=["RRULE:FREQ=DAILY"])))
    run(api.events().patch(calendarId="primary", eventId=f"{event['id']}_20261202T090000Z", body={"summary": "Other"}))
    token = pages(api)[-1]["nextSyncToken"]
    run(api.events().delete(calendarId="primary", eventId=event["id"]))
    assert [(item["id"], item["status"]) for item in items(pages(api, syncToken=token))] == [(event["id"], "cancelled")]


# MARK: Reading


def test_a_token_comes_with_the_last_page_and_brings_only_changes(google, api):
    ids = [run(api.events().insert(calendarId="primary", body=hour(summary=str(n))))["id"] for n in range(7)]
    found = pages(api, maxResults=3)
    assert [len(page["items"]) for page in found] == [3, 3, 1] and [item["id"] for item in items(found)] == ids
    token = found[-1]["nextSyncToken"]
    assert items(pages(api, syncToken=token)) == []
    run(api.events().delete(calendarId="primary", eventId=ids[1]))
    run(api.events().patch(calendarId="primary", eventId=ids[4], body={"summary": "new"}))
    added = google.edit("addEvent", calendar=ANA, event=hour())
    changed = items(pages(api, syncToken=token))
    assert [(item["id"], item["status"]) for item in changed] == [(ids[1], "cancelled"), (ids[4], "confirmed"), (added, "confirmed")]
    assert set(changed[0]) == {"kind", "etag", "id", "status"}


def test_what_changes_while_pages_are_read_is_told_again(google, api):
    ids = [run(api.events().insert(calendarId="primary", body=hour()))["id"] for _ in range(4)]
    first = run(api.events().list(calendarId="primary", maxResults=2))
    google.edit("deleteEvent", calendar=ANA, event=ids[0])
    google.edit("changeEvent", calendar=ANA, event=ids[1], change={"summary": "new"})
    second = run(api.events().list(calendarId="primary", maxResults=2, pageToken=first["nextPageToken"]))
    third = run(api.events().list(calendarId="primary", maxResults=2, pageToken=second["nextPageToken"]))
    assert [item["id"] for item in second["items"] + third["items"]] == [ids[2], ids[3], ids[1]]
    after = items(pages(api, syncToken=third["nextSyncToken"]))
    assert (ids[0], "cancelled") in [(item["id"], item["status"]) for item in after]


@pytest.mark.parametrize(
    "parameters",
    [
        {"timeMin": NINE.isoformat()}, {"timeMax": NINE.isoformat()}, {"q": "x"}, {"iCalUID": "x"}, {"orderBy": "updated"},
        {"updatedMin": NINE.isoformat()}, {"privateExtendedProperty": "a=b"}, {"showDeleted": False}, {"singleEvents": True},
    ],
)
def test_a_sync_token_goes_with_the_parameters_of_its_listing_only(api, parameters):
    token = pages(api)[-1]["nextSyncToken"]
    assert refused(api.events().list(calendarId="primary", syncToken=token, **parameters)) == (400, "invalid")


def test_an_old_token_asks_for_a_full_listing(google, api):
    token = pages(api)[-1]["nextSyncToken"]
    google.edit("expireSyncTokens", calendar=ANA)
    assert refused(api.events().list(calendarId="primary", syncToken=token)) == (410, "fullSyncRequired")
    token = pages(api)[-1]["nextSyncToken"]
    assert items(pages(api, syncToken=token)) == []
    google.advance(31 * 86400)
    api._http.credentials.refresh(Request())
    assert refused(api.events().list(calendarId="primary", syncToken=token)) == (410, "fullSyncRequired")


def test_the_list_of_calendars_tells_what_came_and_went_but_no_changed_role(google, api, subject):
    team = google.edit("addCalendar", subject=subject, name="Team")
    token = run(api.calendarList().list())["nextSyncToken"]
    google.edit("setRole", calendar=team, email=ANA, role="reader")
    assert run(api.calendarList().list(syncToken=token))["items"] == []
    assert {entry["id"]: entry["accessRole"] for entry in run(api.calendarList().list())["items"]} == {ANA: "owner", team: "reader"}
    anew = google.edit("recreateCalendar", calendar=team)
    changed = run(api.calendarList().list(syncToken=token))["items"]
    assert [(entry["id"], entry.get("deleted", False)) for entry in changed] == [(team, True), (anew, False)]
    assert refused(api.events().list(calendarId=team)) == (404, "notFound")


# MARK: Meet


def test_a_meet_link_is_made_once_and_kept(google, api):
    wish = {"createRequest": {"requestId": "r1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}
    ignored = run(api.events().insert(calendarId="primary", body=hour(conferenceData=wish)))
    assert "hangoutLink" not in ignored
    google.settings(conferenceDelay=30)
    event = run(api.events().insert(calendarId="primary", body=hour(conferenceData=wish), conferenceDataVersion=1))
    assert event["conferenceData"]["createRequest"]["status"]["statusCode"] == "pending" and "hangoutLink" not in event
    google.advance(30)
    made = run(api.events().get(calendarId="primary", eventId=event["id"]))
    assert made["conferenceData"]["createRequest"]["status"]["statusCode"] == "success" and made["etag"] != event["etag"]
    assert made["conferenceData"]["entryPoints"][0]["uri"] == made["hangoutLink"]
    moved = hour(NINE + timedelta(days=1))
    assert run(api.events().patch(calendarId="primary", eventId=event["id"], body=moved))["hangoutLink"] == made["hangoutLink"]
    again = run(api.events().insert(calendarId="primary", body=hour(conferenceData=wish), conferenceDataVersion=1))
    assert "conferenceData" not in again, "a repeated request id is ignored"
    google.settings(conferenceDelay=0)
    links = {made["hangoutLink"]}
    for number in range(20):
        wish["createRequest"]["requestId"] = f"more{number}"
        links.add(run(api.events().insert(calendarId="primary", body=hour(conferenceData=wish), conferenceDataVersion=1))["hangoutLink"])
    assert len(links) == 21
    google.edit("offerMeet", calendar=ANA, isOffered=False)
    assert run(api.calendarList().get(calendarId=ANA))["conferenceProperties"] == {"allowedConferenceSolutionTypes": []}
    wish["createRequest"]["requestId"] = "r2"
    assert refused(api.events().insert(calendarId="primary", body=hour(conferenceData=wish), conferenceDataVersion=1)) == (400, "invalid")


def test_text_between_googles_own_marks_is_dropped(api):
    mark = "-::~:~::~" + ":~" * 33 + "::~:~::-"
    event = run(api.events().insert(calendarId="primary", body=hour(description=f"Before\n{mark}\nJoin here\n{mark}\nAfter")))
    assert "Join here" not in event["description"] and "After" in event["description"]


# MARK: Push


class Receiver:
    """Where notifications arrive."""

    def __init__(self):
        received = self.received = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                received.append(dict(self.headers) | {"body": self.rfile.read(int(self.headers.get("Content-Length") or 0))})
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/push"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count: int, within: float = 10) -> list[dict]:
        deadline = time.monotonic() + within
        while len(self.received) < count:
            assert time.monotonic() < deadline, f"{len(self.received)} of {count} notifications arrived"
            time.sleep(0.01)
        return self.received


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


def test_a_channel_says_that_something_changed_and_not_what(google, api, receiver):
    body = {"id": "channel-1", "type": "web_hook", "address": receiver.address, "token": "secret", "params": {"ttl": "600"}}
    channel = run(api.events().watch(calendarId="primary", body=body))
    assert refused(api.events().watch(calendarId="primary", body=body)) == (400, "channelIdNotUnique")
    (sync,) = receiver.wait(1)
    assert (sync["X-Goog-Resource-State"], sync["X-Goog-Channel-ID"], sync["X-Goog-Message-Number"]) == ("sync", "channel-1", "1")
    google.edit("addEvent", calendar=ANA, event=hour())
    change = receiver.wait(2)[1]
    assert (change["X-Goog-Resource-State"], change["X-Goog-Channel-Token"], change["body"]) == ("exists", "secret", b"")
    assert change["X-Goog-Resource-ID"] == channel["resourceId"]
    expires = parsedate_to_datetime(change["X-Goog-Channel-Expiration"]).timestamp()
    assert expires * 1000 == int(channel["expiration"])
    assert refused(api.channels().stop(body={"id": "channel-1", "resourceId": "other"})) == (404, "notFound")
    run(api.channels().stop(body={"id": "channel-1", "resourceId": channel["resourceId"]}))
    google.edit("addEvent", calendar=ANA, event=hour())
    second = run(api.events().watch(calendarId="primary", body=body | {"id": "channel-2"}))
    assert [seen["X-Goog-Channel-ID"] for seen in receiver.wait(3)][2:] == ["channel-2"] and second["id"] == "channel-2"
    google.settings(requiresSecurePush=True)
    assert refused(api.events().watch(calendarId="primary", body=body | {"id": "channel-3"})) == (400, "webhookUrlNotHttps")


@pytest.mark.parametrize("fault, arrived", [("loseMessage", 0), ("doubleMessage", 2), ("strangeMessage", 2), ("delayMessage", 0)])
def test_notifications_go_wrong_as_asked(google, api, receiver, fault, arrived):
    run(api.events().watch(calendarId="primary", body={"id": "c", "type": "web_hook", "address": receiver.address}))
    receiver.wait(1)
    google.fault(fault, seconds=300)
    google.edit("addEvent", calendar=ANA, event=hour())
    google.edit("addEvent", calendar=ANA, event=hour())
    assert len(receiver.wait(1 + arrived + 1)) == 1 + arrived + 1
    if fault == "delayMessage":
        google.advance(300)
        receiver.wait(3)
    if fault == "strangeMessage":
        assert {seen["X-Goog-Channel-ID"] for seen in receiver.received} == {"c", "nobodys-channel"}


# MARK: Faults


@pytest.mark.parametrize(
    "status, reason",
    [
        (401, "authError"), (403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (403, "quotaExceeded"), (403, "dailyLimitExceeded"),
        (403, "forbidden"), (403, "forbiddenForNonOrganizer"), (403, "requiredAccessLevel"), (403, "domainPolicy"),
        (403, "accessNotConfigured"), (404, "notFound"), (410, "fullSyncRequired"), (412, "conditionNotMet"), (429, "rateLimitExceeded"),
        (500, "backendError"), (503, "backendError"),
    ],
)
def test_each_refusal_can_be_asked_for(google, api, status, reason):
    google.fault("refuse", method="events.list", status=status, reason=reason, times=3)
    if status == 401:
        # Google's client refreshes by itself and asks again.
        assert run_quietly(api.events().list(calendarId="primary")) in (401, None)
    else:
        assert refused(api.events().list(calendarId="primary")) == (status, reason)
    google.control("DELETE", "faults")
    run(api.events().list(calendarId="primary"))


def run_quietly(request) -> int | None:
    try:
        request.execute()
    except HttpError as refusal:
        return refusal.resp.status
    return None


@pytest.mark.parametrize("asked, seconds", [("0", 0), ("1", 1), ("+30", 30), (None, None)])
def test_patience_is_asked_for_in_every_form(google, api, asked, seconds):
    google.fault("refuse", method="events.", status=429, reason="rateLimitExceeded", **({"retryAfter": asked} if asked else {}))
    with pytest.raises(HttpError) as refusal:
        api.events().list(calendarId="primary").execute()
    header, now = refusal.value.resp.get("retry-after"), parsedate_to_datetime(refusal.value.resp["date"])
    if seconds is None:
        assert header is None
    elif asked.startswith("+"):
        assert parsedate_to_datetime(header) - now == timedelta(seconds=seconds)
    else:
        assert header == asked


def test_listings_go_wrong_as_asked(google, api):
    ids = [run(api.events().insert(calendarId="primary", body=hour()))["id"] for _ in range(4)]
    run(api.events().patch(calendarId="primary", eventId=ids[0], body={"summary": "new"}))
    google.fault("emptyList")
    assert items(pages(api, maxResults=2)) == []
    google.fault("emptyPage", page=1)
    assert [len(page["items"]) for page in pages(api, maxResults=2)] == [0, 2, 2]
    google.fault("repeatPage", page=1)
    assert [len(page["items"]) for page in pages(api, maxResults=2)] == [2, 2, 2]
    google.fault("oldItemLast")
    assert [item["summary"] for item in items(pages(api)) if item["id"] == ids[0]] == ["new", "Haircut"]
    google.fault("repeatItem")
    assert [item["summary"] for item in items(pages(api)) if item["id"] == ids[0]] == ["Haircut", "new"]
    google.fault("reverseItems")
    assert [item["id"] for item in items(pages(api))] == [ids[0], *reversed(ids[1:])]
    google.fault("brokenItem")
    assert "start" not in items(pages(api))[-1]
    google.fault("refuse", method="events.list", page=2, status=410, reason="fullSyncRequired")
    first = run(api.events().list(calendarId="primary", maxResults=2))
    assert refused(api.events().list(calendarId="primary", maxResults=2, pageToken=first["nextPageToken"])) == (410, "fullSyncRequired")


def test_an_answer_is_lost_and_the_work_is_done(google, api):
    google.fault("loseAnswer", method="events.insert")
    # Google's client asks again by itself when a connection ends, and so meets its own event.
    assert refused(api.events().insert(calendarId="primary", body=hour(id="lostevent"))) == (409, "duplicate")
    assert run(api.events().get(calendarId="primary", eventId="lostevent"))["status"] == "confirmed"


def test_an_answer_breaks_off_or_is_a_web_page(google, api):
    google.fault("cutAnswer", method="events.list")
    with pytest.raises(Exception, match="(?i)incomplete|closed|truncated|bytes read|expected"):
        api.events().list(calendarId="primary").execute()
    google.fault("webPage", method="events.list")
    assert "<html" in api.events().list(calendarId="primary").execute()
    run(api.events().list(calendarId="primary"))


def test_a_calendar_can_flap(google, api):
    google.fault("refuse", method="events.list", status=404, reason="notFound", every=2, times=0)
    statuses = [run_quietly(api.events().list(calendarId="primary")) for _ in range(6)]
    assert statuses == [404, None] * 3


def test_limits_are_met(google, api):
    google.settings(requestsPerMinute=3)
    outcomes = [run_quietly(api.events().list(calendarId="primary")) for _ in range(4)]
    assert outcomes == [None, None, None, 403]
    google.advance(61)
    google.settings(requestsPerMinute=None, writesPerDay=2)
    for _ in range(2):
        run(api.events().insert(calendarId="primary", body=hour()))
    assert refused(api.events().insert(calendarId="primary", body=hour())) == (403, "quotaExceeded")
    run(api.events().list(calendarId="primary"))


def test_what_was_just_written_may_not_be_listed_yet(google, api):
    token = pages(api)[-1]["nextSyncToken"]
    google.settings(visibilityDelay=60)
    event = run(api.events().insert(calendarId="primary", body=hour()))
    between = pages(api, syncToken=token)
    assert items(between) == [] and run(api.events().get(calendarId="primary", eventId=event["id"]))
    google.advance(61)
    assert [item["id"] for item in items(pages(api, syncToken=between[-1]["nextSyncToken"]))] == [event["id"]]


def test_a_world_can_be_kept_and_put_back(google, api):
    event = run(api.events().insert(calendarId="primary", body=hour()))
    kept = google.control("GET", "state")
    run(api.events().delete(calendarId="primary", eventId=event["id"]))
    google.control("PUT", "state", **kept)
    assert run(api.events().get(calendarId="primary", eventId=event["id"])) == event


# MARK: The person's own pages


def test_a_person_edits_calendars_without_a_script(google, api, subject, page_without_javascript):
    page = page_without_javascript
    page.goto(google.url)
    page.get_by_role("link", name=ANA).click()
    page.get_by_label("Title").fill("Dentist")
    page.get_by_label("Date").fill("2026-12-01")
    page.get_by_label("Kind").select_option("private")
    page.get_by_label("Repeats").select_option("WEEKLY")
    page.get_by_role("button", name="Add", exact=True).click()
    (event,) = items(pages(api))
    assert (event["summary"], event["visibility"], event["recurrence"]) == ("Dentist", "private", ["RRULE:FREQ=WEEKLY"])
    assert event["start"]["dateTime"] == "2026-12-01T09:00:00+01:00"
    first = page.get_by_role("article").filter(has_text="Dentist").first
    first.get_by_text("Change", exact=True).click()
    first.get_by_label("New start").fill("2026-12-01T15:30")
    first.get_by_role("button", name="Move").click()
    moved = [item for item in items(pages(api)) if "recurringEventId" in item]
    assert [item["start"]["dateTime"] for item in moved] == ["2026-12-01T15:30:00+01:00"]
    page.goto(f"{google.url}/calendars/{ANA}?from=2026-12-01")
    series = page.get_by_role("article").filter(has_text="Dentist").first
    series.get_by_text("Change", exact=True).click()
    series.get_by_role("button", name="Delete the series").click()
    assert items(pages(api)) == []
    page.goto(google.url)
    page.get_by_role("button", name="Take back the access of all apps").click()
    assert refused_without_refresh(google, api._http.credentials.token) == 401


def test_the_pages_are_accessible(google, subject, page):
    google.edit("addEvent", calendar=ANA, event=hour(datetime.now(timezone.utc) + timedelta(hours=1)))
    for path in ("/", f"/calendars/{ANA}"):
        page.goto(google.url + path)
        assert serious_findings(page) == []
