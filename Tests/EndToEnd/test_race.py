"""64 clients post the same slot at the same moment: one books, 63 are told clearly, and no claims overlap."""

import sqlite3
from datetime import date, timedelta

import pytest
from booking_race import Raced, open_forms, race
from harness.burst import form_request, send_together
from harness.counts import RACE_CLIENTS, RACE_ROUNDS
from kalends_client import Client, booking_form, is_taken, slots


def free_starts(kalends, cast, count: int):
    starts = slots(kalends, cast, date.today() + timedelta(days=2), 60)
    assert len(starts) >= count, f"only {len(starts)} of {count} slots"
    return starts[:count]


def test_one_of_many_simultaneous_posts_books_and_all_others_are_refused_clearly(kalends, cast, database):
    for number, start in enumerate(free_starts(kalends, cast, RACE_ROUNDS)):
        names = [f"customer-{number}-{n}" for n in range(RACE_CLIENTS)]
        outcomes = race([kalends], open_forms([kalends], cast, start, names))
        booked = [outcome for outcome in outcomes if outcome.booked]
        refused = [outcome for outcome in outcomes if outcome.refused]
        assert (len(booked), len(refused)) == (1, RACE_CLIENTS - 1), f"round {number}: {outcomes}"
        assert database.overlapping_claims() == []
    assert len(database.live_appointments()) == RACE_ROUNDS


def test_one_rendered_form_books_once_however_often_it_is_sent(kalends, cast, database):
    client = Client(kalends.url)
    (start,) = free_starts(kalends, cast, 1)
    form = booking_form(client, cast, start)
    answers = send_together(kalends.port, [form_request(form.action, form.values, {"Origin": kalends.url})] * 8)
    assert all(Raced(client, answer).booked for answer in answers), [answer.status for answer in answers]
    assert len(database.live_appointments()) == 1


def test_who_comes_late_keeps_what_was_typed_and_is_offered_the_nearest_times(kalends, cast):
    client = Client(kalends.url)
    (start,) = free_starts(kalends, cast, 1)
    late = booking_form(client, cast, start, name="Late Larry", mail="larry@example.org")
    client.submit(booking_form(client, cast, start))
    answer = client.submit(late)
    assert is_taken(answer)
    assert "Late Larry" in answer.text and "larry@example.org" in answer.text
    nearest = slots(kalends, cast, start.date(), 2)[0]
    assert nearest.strftime("%Y-%m-%dT%H:%M") in answer.text.replace("%3A", ":")


@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_the_database_itself_refuses_an_overlapping_claim(kalends, cast, database, seconds):
    client = Client(kalends.url)
    (start,) = free_starts(kalends, cast, 1)
    client.submit(booking_form(client, cast, start))
    (claim,) = database.claims()
    with pytest.raises(sqlite3.DatabaseError):
        database.insert_shifted_claim(claim, seconds)
    assert database.claims() == [claim]


def test_the_database_accepts_a_claim_that_only_touches(kalends, cast, database):
    client = Client(kalends.url)
    (start,) = free_starts(kalends, cast, 1)
    client.submit(booking_form(client, cast, start))
    (claim,) = database.claims()
    database.insert_shifted_claim(claim, claim["end_at"] - claim["start_at"])
    assert len(database.claims()) == 2
