"""Other programs are told of what happens: signed by the convention, in order, and whatever the receiver makes of it.

The receiver is ours and speaks raw HTTP on loopback; the verifier is written from the convention alone.
"""

import time
from datetime import date, timedelta, timezone

import pytest
import requests
from harness.api_key import api_key
from harness.kalends import Kalends
from harness.standard_webhooks import Unbelievable, Verifier
from harness.webhook_receiver import BROKEN_OFF, ENDLESS, HANG, HANG_UP, NONSENSE, WebhookReceiver, status
from kalends_client import (
    book,
    deliveries,
    delivery,
    make_webhook,
    renew_secret,
    repeat_delivery,
    send_test,
    set_up,
    signed_in,
    slots,
    switch_webhook,
    webhook_state,
)


@pytest.fixture
def receiver():
    receiver = WebhookReceiver().start()
    yield receiver
    receiver.stop()


@pytest.fixture
def client(kalends, cast):
    return signed_in(kalends, cast)


def start(kalends, cast, number: int = 0):
    return slots(kalends, cast, date.today() + timedelta(days=1), 7)[number]


def until(look, wanted, within: float = 40):
    """What a look shows, once it is as wanted."""
    deadline = time.monotonic() + within
    while not wanted(shown := look()):
        assert time.monotonic() < deadline, shown
        time.sleep(0.1)
    return shown


def test_a_booking_arrives_signed_as_the_convention_asks(kalends, cast, client, receiver):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    at = start(kalends, cast)
    book(kalends, cast, at)
    (post,) = receiver.wait_for(1)
    payload = Verifier(webhook.secret).verify(post.headers, post.body)
    assert post.line == "POST /hook HTTP/1.1" and post.headers["content-type"] == "application/json"
    assert payload["type"] == "appointment.created" and payload["timestamp"].endswith("Z")
    data = payload["data"]
    begin = at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.0000000")
    assert data["startDateTime"] == {"dateTime": begin, "timeZone": "UTC"}
    assert [customer["emailAddress"] for customer in data["customers"]] == [cast.customer_mail]
    assert "manage" not in post.body.decode()
    shown = until(lambda: delivery(client, deliveries(client, webhook)[0]), lambda it: it.is_taken)
    assert shown.id == post.id and "Status 204" in shown.attempts[0]
    # Whoever does not know the secret, changes a byte or is too late is not believed.
    with pytest.raises(Unbelievable):
        Verifier(make_webhook(client, receiver.url, "appointment.moved").secret).verify(post.headers, post.body)
    with pytest.raises(Unbelievable):
        Verifier(webhook.secret).verify(post.headers, post.body.replace(b"created", b"changed"))
    with pytest.raises(Unbelievable):
        Verifier(webhook.secret).verify(post.headers, post.body, now=post.timestamp + 301)


def test_events_arrive_in_their_order_however_often_the_first_one_fails(kalends, cast, client, receiver):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    receiver.answer(status(500, body=b"out of order"))
    for _ in range(3):
        book(kalends, cast, start(kalends, cast))
    posts = receiver.wait_for(4)
    first, second, third = (delivery(client, page) for page in deliveries(client, webhook))
    assert [post.id for post in posts] == [first.id, first.id, second.id, third.id]
    assert posts[0].body == posts[1].body and posts[1].timestamp >= posts[0].timestamp + 5
    verifier = Verifier(webhook.secret)
    assert [verifier.verify(post.headers, post.body)["type"] for post in posts] == ["appointment.created"] * 4
    assert "Status 500" in first.attempts[0] and "out of order" in first.attempts[0] and "Status 204" in first.attempts[1]


def test_a_receiver_that_hangs_is_given_up_after_fifteen_seconds_and_asked_again(kalends, cast, client, receiver):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    receiver.answer(HANG)
    page = send_test(client, webhook)
    first, second = receiver.wait_for(2)
    assert 20 <= second.at - first.at < 35
    shown = until(lambda: delivery(client, page), lambda it: it.is_taken)
    assert "did not answer completely within 15 seconds" in shown.attempts[0]


def test_a_redirect_is_not_followed(kalends, cast, client, receiver):
    elsewhere = WebhookReceiver().start()
    webhook = make_webhook(client, receiver.url, "appointment.created")
    codes = (301, 302, 303, 307, 308)
    try:
        for code in codes:
            receiver.answer(status(code, f"Location: {elsewhere.url}"))
            page = send_test(client, webhook)
            shown = until(lambda page=page: delivery(client, page), lambda it: bool(it.attempts))
            assert f"Status {code}" in shown.attempts[0] and not shown.is_taken
            # Nothing of it waits in the way of the next one.
            switch_webhook(client, webhook)
            switch_webhook(client, webhook)
        assert elsewhere.connections == 0 and len(receiver.posts) == len(codes)
    finally:
        elsewhere.stop()


@pytest.mark.parametrize("lie", [HANG_UP, NONSENSE, BROKEN_OFF, ENDLESS], ids=["hangs up", "no HTTP", "breaks off", "never ends"])
def test_a_receiver_that_lies_is_not_believed_and_is_asked_again(kalends, cast, client, receiver, lie):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    receiver.answer(lie)
    page = send_test(client, webhook)
    first, second = receiver.wait_for(2)
    assert first.id == second.id and first.body == second.body
    shown = until(lambda: delivery(client, page), lambda it: it.is_taken)
    assert "No answer" in shown.attempts[0] and "Status 204" in shown.attempts[1]


def test_a_receiver_that_asks_for_patience_is_left_alone_that_long(kalends, cast, client, receiver):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    receiver.answer(status(503, "Retry-After: 8"))
    send_test(client, webhook)
    first, second = receiver.wait_for(2)
    assert 8 <= second.at - first.at < 14


def test_a_receiver_that_is_gone_is_switched_off_and_its_owner_is_told(kalends, cast, client, receiver, mail_sink):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    receiver.answer(status(410))
    send_test(client, webhook)
    until(lambda: webhook_state(client, webhook), lambda state: state.startswith("Switched off") and "gone" in state)
    until(lambda: [mail.subject for mail in mail_sink.mails], lambda subjects: any("not told of events" in it for it in subjects))
    book(kalends, cast, start(kalends, cast))
    assert len(deliveries(client, webhook)) == 1 and len(receiver.posts) == 1


def test_a_message_is_repeated_by_hand_with_its_id_and_another_time(kalends, cast, client, receiver):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    page = send_test(client, webhook)
    until(lambda: delivery(client, page), lambda it: it.is_taken)
    time.sleep(1.1)
    repeat_delivery(client, page)
    first, second = receiver.wait_for(2)
    assert first.id == second.id and first.body == second.body and second.timestamp > first.timestamp
    Verifier(webhook.secret).verify(second.headers, second.body)
    assert len(until(lambda: delivery(client, page), lambda it: len(it.attempts) == 2).attempts) == 2


def test_while_a_secret_is_replaced_both_are_good(kalends, cast, client, receiver):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    renewed = renew_secret(client, webhook)
    send_test(client, webhook)
    (post,) = receiver.wait_for(1)
    assert len(post.headers["webhook-signature"].split(" ")) == 2
    for secret in (webhook.secret, renewed):
        assert Verifier(secret).verify(post.headers, post.body)["type"] == "webhook.test"


def test_the_api_makes_a_subscription_shows_each_attempt_and_repeats(kalends, cast, receiver):
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {api_key(kalends, 'Kalends.Webhooks.ReadWrite.All')}"
    every = f"{kalends.url}/v1.0/webhooks"
    wanted = {"displayName": "Till", "notificationUrl": receiver.url, "eventTypes": ["appointment.created"]}
    made = session.post(every, json=wanted)
    assert made.status_code == 201, made.text
    one, secret = f"{every}/{made.json()['id']}", made.json()["secret"]
    receiver.answer(status(500, body=b"not today"))
    book(kalends, cast, start(kalends, cast))
    (listed,) = until(lambda: session.get(f"{one}/deliveries").json()["value"], lambda found: found and found[0]["state"] == "delivered")
    shown = session.get(f"{one}/deliveries/{listed['id']}").json()
    assert [(attempt["status"], attempt["answer"]) for attempt in shown["attempts"]] == [(500, "not today"), (204, "")]
    first, second = receiver.wait_for(2)
    assert first.body.decode() == shown["payload"] and first.id == second.id == shown["messageId"]
    renewed = session.post(f"{one}/rotateSecret").json()["secret"]
    assert session.post(f"{one}/deliveries/{listed['id']}/repeat").status_code == 204
    third = receiver.wait_for(3)[2]
    assert third.id == first.id and len({secret, renewed}) == 2
    for known in (secret, renewed):
        assert Verifier(known).verify(third.headers, third.body)["type"] == "appointment.created"
    assert session.delete(one).status_code == 204 and session.get(one).status_code == 404


def test_what_was_not_sent_before_a_crash_is_sent_after_it(kalends, cast, client, receiver):
    webhook = make_webhook(client, receiver.url, "appointment.created")
    receiver.answer(HANG)
    book(kalends, cast, start(kalends, cast))
    receiver.wait_for(1)
    kalends.kill()
    kalends.start()
    first, second = receiver.wait_for(2)
    assert first.id == second.id and first.body == second.body
    again = signed_in(kalends, cast)
    assert len(until(lambda: delivery(again, deliveries(again, webhook)[0]), lambda it: it.is_taken).attempts) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_this_machine_is_no_target_unless_its_operator_says_so(tmp_path, cast, receiver, host):
    kalends = Kalends(tmp_path / "strict", KALENDS_ALLOW_PRIVATE_ADDRESSES="none").start()
    try:
        set_up(kalends, cast)
        client = signed_in(kalends, cast)
        webhook = make_webhook(client, f"http://{host}:{receiver.port}/hook", "appointment.created")
        shown = until(lambda page=send_test(client, webhook): delivery(client, page), lambda it: bool(it.attempts))
        assert "not on the public internet" in shown.attempts[0] and "KALENDS_ALLOW_PRIVATE_ADDRESSES" in shown.attempts[0]
        assert receiver.connections == 0
    finally:
        kalends.stop()


def test_over_the_public_internet_nothing_travels_in_the_open(tmp_path, cast):
    kalends = Kalends(tmp_path / "strict", KALENDS_ALLOW_PRIVATE_ADDRESSES="127.0.0.0/8").start()
    try:
        set_up(kalends, cast)
        client = signed_in(kalends, cast)
        webhook = make_webhook(client, "http://93.184.215.14/hook", "appointment.created")
        shown = until(lambda page=send_test(client, webhook): delivery(client, page), lambda it: bool(it.attempts))
        assert "https://" in shown.attempts[0] and "in the open" in shown.attempts[0]
    finally:
        kalends.stop()
