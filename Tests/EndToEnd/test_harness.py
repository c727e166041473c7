"""The instruments of the other tests measure what they claim to: a count of no writes means nothing if the counter cannot count."""

import smtplib
from datetime import datetime, timezone

import pytest
import requests
from harness.browser import serious_findings, sideways
from harness.burst import form_request, send_together
from harness.calendar_servers import PASSWORD, USER
from harness.counting_proxy import CountingProxy, Fault

import caldav


def test_the_proxy_counts_reads_and_writes_apart(calendar_server):
    proxy = CountingProxy(calendar_server.url).start()
    try:
        calendar = caldav.DAVClient(proxy.url, username=USER, password=PASSWORD).principal().calendars()[0]
        assert proxy.requests and not proxy.writes
        start = datetime(2026, 12, 1, 9, tzinfo=timezone.utc)
        calendar.save_event(dtstart=start, dtend=start.replace(hour=10), summary="Dentist")
        assert [seen.method for seen in proxy.writes] == ["PUT"]
    finally:
        proxy.stop()


def test_each_calendar_server_has_a_calendar_for_events(calendar_server):
    assert any("VEVENT" in calendar.get_supported_components() for calendar in calendar_server.calendars())


@pytest.mark.parametrize("fault, status", [(Fault.HTML, 200), (Fault.UNAUTHORIZED, 401), (Fault.SERVER_ERROR, 500)])
def test_a_hostile_server_fails_as_named(fault, status):
    proxy = CountingProxy(fault=fault).start()
    try:
        assert requests.request("PROPFIND", proxy.url, timeout=5).status_code == status
        assert proxy.methods == {"PROPFIND": 1}
    finally:
        proxy.stop()


def test_a_hostile_server_can_hang_up():
    proxy = CountingProxy(fault=Fault.HANG_UP).start()
    try:
        with pytest.raises(requests.ConnectionError):
            requests.get(proxy.url, timeout=5)
    finally:
        proxy.stop()


def test_a_hostile_server_can_keep_silent():
    proxy = CountingProxy(fault=Fault.SILENCE).start()
    try:
        with pytest.raises(requests.Timeout):
            requests.get(proxy.url, timeout=0.5)
    finally:
        proxy.stop()


def test_the_mail_sink_keeps_what_it_accepts(mail_sink):
    with smtplib.SMTP("127.0.0.1", mail_sink.port) as client:
        client.sendmail("a@example.org", ["b@example.org"], "Message-ID: <1@example.org>\r\nSubject: Hello\r\n\r\nText\r\n")
    (mail,) = mail_sink.wait_for("b@example.org")
    assert (mail.id, mail.subject, mail.text.strip()) == ("<1@example.org>", "Hello", "Text")


def test_a_burst_lets_every_request_go_and_keeps_their_order():
    proxy = CountingProxy(fault=Fault.HTML).start()
    try:
        answers = send_together(proxy.port, [form_request(f"{proxy.url}{n}", [("n", str(n))]) for n in range(64)])
        assert [answer.status for answer in answers] == [200] * 64
        assert {seen.path for seen in proxy.requests} == {f"/{n}" for n in range(64)}
    finally:
        proxy.stop()


def test_axe_and_the_ruler_find_faults_where_there_are_some(page):
    page.set_viewport_size({"width": 360, "height": 640})
    page.set_content("<!doctype html><html lang=en><title>x</title><main><h1>x</h1><input style='width:900px'></main></html>")
    assert any("label" in finding for finding in serious_findings(page))
    assert sideways(page)
