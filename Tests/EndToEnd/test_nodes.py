"""Three nodes over one PostgreSQL: one booking of many at the same moment, no overlap by raw SQL either, and no state of a node's own."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from itertools import count, cycle

import pytest
import requests
from booking_race import open_forms, race
from harness.counts import NODE_RACE_ROUNDS, RACE_CLIENTS, RAW_STATEMENTS, SEED
from harness.kalends import Kalends
from harness.nodes import Nodes
from harness.postgres import Postgres
from harness.raw_sql import DEADLOCK, DUPLICATE, OVERLAP, RawSQL, insertion, shift
from harness.server_database import ServerDatabase
from kalends_client import (
    Client,
    MonthSearch,
    book,
    booking_form,
    booking_page,
    details_page,
    is_confirmed,
    is_offered,
    is_taken,
    set_up,
    share_appointments,
    signed_in,
    slots,
    times_on_page,
)

NODES = 3
numbers = count()


@pytest.fixture(scope="module")
def postgres():
    server = Postgres().start()
    yield server
    server.stop()


@pytest.fixture
def database(postgres) -> ServerDatabase:
    name = f"nodes_{next(numbers)}"
    postgres.database(name)
    return ServerDatabase(postgres, name)


@pytest.fixture
def nodes(database, postgres, tmp_path, cast):
    """Three nodes of one instance that went through its set-up."""
    nodes = Nodes(tmp_path, [postgres.address(database.name)] * NODES)
    nodes.first.start()
    set_up(nodes.first, cast)
    for node in nodes.all[1:]:
        node.start()
    yield nodes
    nodes.stop()


@pytest.fixture
def shells(database, postgres):
    """Four people with a shell."""
    shells = [RawSQL(postgres, database.name) for _ in range(4)]
    yield shells
    for shell in shells:
        shell.close()


def assert_nothing_overlaps(nodes, database) -> None:
    assert database.overlapping_claims() == []
    assert "all is well" in nodes.first.command("database", "check").stdout


def test_one_of_many_posts_to_three_nodes_books_whatever_raw_sql_does_meanwhile(nodes, cast, database, shells):
    first, *starts = slots(nodes.first, cast, date.today() + timedelta(days=2), 60)[: NODE_RACE_ROUNDS + 1]
    assert len(starts) == NODE_RACE_ROUNDS
    book(nodes.first, cast, first)
    (model,) = database.claims()
    rival, *_ = shells
    won_by_shell = 0
    for number, start in enumerate(starts):
        forms = open_forms(nodes.all, cast, start, [f"customer-{number}-{n}" for n in range(RACE_CLIENTS)])
        wanted = shift(model, int(start.timestamp()) - model["start_at"])
        # In every other round somebody with a shell wants the same time at the same moment.
        is_contested = number % 2 == 1
        outcomes = race(nodes.all, forms, beside=(lambda: rival.send(insertion(wanted))) if is_contested else lambda: None)
        state = rival.answer() if is_contested else OVERLAP
        assert state in ("", OVERLAP, DUPLICATE), state
        booked, refused = [[getattr(outcome, kind) for outcome in outcomes].count(True) for kind in ("booked", "refused")]
        assert (booked + (state == ""), refused) == (1, RACE_CLIENTS - booked), f"round {number}: {state} {outcomes}"
        won_by_shell += state == ""
        for seconds in (-60, 0, 60):
            assert rival.run(insertion(shift(wanted, seconds))) in (OVERLAP, DUPLICATE)
            moved = shift(wanted, seconds)
            change = f"UPDATE claims SET start_at = {moved['start_at']}, end_at = {moved['end_at']}"
            assert rival.run(f"{change} WHERE start_at = {model['start_at']}") in (OVERLAP, DUPLICATE)
        assert database.overlapping_claims() == []
        if state == "":
            assert rival.run(f"DELETE FROM claims WHERE start_at = {wanted['start_at']}") == ""
    assert len(database.live_appointments()) == NODE_RACE_ROUNDS + 1 - won_by_shell
    assert_nothing_overlaps(nodes, database)


def test_of_many_posts_to_three_nodes_as_many_come_into_a_class_as_there_are_places(nodes, cast, database):
    share_appointments(signed_in(nodes.first, cast), cast, 5)
    for number, start in enumerate(slots(nodes.first, cast, date.today() + timedelta(days=2), 60)[:NODE_RACE_ROUNDS]):
        names = [f"customer-{number}-{n}" for n in range(RACE_CLIENTS)]
        outcomes = race(nodes.all, open_forms(nodes.all, cast, start, names))
        booked, refused = [[getattr(outcome, kind) for outcome in outcomes].count(True) for kind in ("booked", "refused")]
        assert (booked, refused) == (5, RACE_CLIENTS - 5), f"round {number}: {outcomes}"
    made = database.live_appointments()
    assert [appointment["filled_attendees"] for appointment in made] == [5] * NODE_RACE_ROUNDS
    assert database.rows("SELECT COUNT(*) AS count FROM attendees WHERE is_former = 0")[0]["count"] == 5 * NODE_RACE_ROUNDS
    assert_nothing_overlaps(nodes, database)


class Vandal:
    """Claims times at random, and moves what was claimed so, without asking Kalends."""

    def __init__(self, shell: RawSQL, model: dict, days: list[date], seed: int):
        self.shell, self.model, self.random = shell, model, random.Random(seed)
        self.first = int(datetime(days[0].year, days[0].month, days[0].day).timestamp())
        self.length = len(days) * 86_400
        self.claimed = 0

    def work(self) -> None:
        own = f"appointment = '{self.model['appointment']}' AND start_at <> {self.model['start_at']}"
        for _ in range(RAW_STATEMENTS):
            start = self.first + 60 * self.random.randrange(self.length // 60)
            claim = self.model | {"start_at": start, "end_at": start + 60 * self.random.randint(5, 60)}
            if self.random.random() < 0.7:
                state = self.shell.run(insertion(claim))
                self.claimed += state == ""
            else:
                chosen = f"SELECT start_at FROM claims WHERE {own} ORDER BY random() LIMIT 1"
                change = f"UPDATE claims SET start_at = {claim['start_at']}, end_at = {claim['end_at']}"
                state = self.shell.run(f"{change} WHERE {own} AND start_at = ({chosen})")
            assert state in ("", OVERLAP, DUPLICATE, DEADLOCK), state


def test_raw_statements_that_race_each_other_and_the_nodes_leave_no_overlap(nodes, cast, database, shells):
    days = [date.today() + timedelta(days=n) for n in (3, 4)]
    book(nodes.first, cast, slots(nodes.first, cast, date.today() + timedelta(days=2), 1)[0])
    (model,) = database.claims()
    starts = slots(nodes.first, cast, days[0], 2)
    vandals = [Vandal(shell, model, days, SEED + n) for n, shell in enumerate(shells)]

    def book_all(node: Kalends, starts: list[datetime]) -> int:
        """How many of the times were still to be had."""
        booked = 0
        for start in starts:
            client = Client(node.url)
            page = client.get(details_page(cast, start))
            if is_offered(page, start):
                page = client.submit(page.form("name", "mail").fill(name=cast.customer, mail=cast.customer_mail))
                assert is_confirmed(page) or is_taken(page), f"{page.status}: {page.words[:300]}"
                booked += is_confirmed(page)
        return booked

    with ThreadPoolExecutor(len(vandals) + NODES) as threads:
        working = [threads.submit(vandal.work) for vandal in vandals]
        booking = [threads.submit(book_all, node, starts[n::NODES]) for n, node in enumerate(nodes.all)]
        for vandal in working:
            vandal.result()
        booked = sum(node.result() for node in booking)
    assert database.overlapping_claims() == []
    assert len(database.live_appointments()) == booked + 1
    assert len(database.claims()) == booked + 1 + sum(vandal.claimed for vandal in vandals)
    assert booked > 0 and all(vandal.claimed > 0 for vandal in vandals)
    shells[0].run(f"DELETE FROM claims WHERE appointment = '{model['appointment']}' AND start_at <> {model['start_at']}")
    assert_nothing_overlaps(nodes, database)


def test_a_booking_through_one_node_is_at_once_seen_through_all_others(nodes, cast):
    day = date.today() + timedelta(days=3)

    def offered(node) -> set[int]:
        answer = requests.get(MonthSearch(node, cast).url, timeout=30)
        assert answer.status_code == 200
        return {start for person in answer.json()["staff"] for start in person["starts"]}

    starts = slots(nodes.first, cast, day, 1)[:6]
    # Every node keeps an answer of its own ready.
    assert all({int(start.timestamp()) for start in starts} <= offered(node) for node in nodes.all)
    for node, other, start in zip(cycle(nodes.all), cycle(nodes.all[1:] + nodes.all[:1]), starts):
        booking = book(node, cast, start)
        for each in nodes.all:
            assert int(start.timestamp()) not in offered(each)
            assert start not in times_on_page(Client(each.url), cast, day)
        client = Client(other.url)
        page = client.get(booking.manage.replace(node.url, other.url))
        assert client.submit(page.form(words="cancel")).status == 200
        assert all(int(start.timestamp()) in offered(each) for each in nodes.all)


def test_an_open_page_of_one_node_hears_of_a_booking_through_another(nodes, cast):
    first, second, _ = nodes.all
    with requests.get(f"{second.url}{booking_page(cast)}/events", stream=True, timeout=30) as stream:
        lines = stream.iter_lines(decode_unicode=True)
        assert any("listening" in line for line in lines)
        book(first, cast, slots(first, cast, date.today() + timedelta(days=2), 1)[0])
        # Were it not told, the stream would go on with nothing but a sign of life every twenty seconds.
        heard = next(line for line in lines if line.startswith(("event:", ": still")))
    assert heard == "event: changed"


def test_a_form_opened_at_one_node_is_sent_to_another_and_books_once(nodes, cast, database):
    (start, *_) = slots(nodes.first, cast, date.today() + timedelta(days=2), 1)
    form = booking_form(Client(nodes.first.url), cast, start)
    for node in nodes.all:
        form.page.url = node.url + details_page(cast, start)
        assert is_confirmed(Client(node.url).submit(form))
    assert len(database.live_appointments()) == 1


def test_who_signs_in_at_one_node_is_signed_in_at_all_and_signed_out_as_well(nodes, cast):
    first, second, third = nodes.all
    client = signed_in(first, cast)
    assert client.at(second.url).is_signed_in() and client.at(third.url).is_signed_in()
    # A copy of the cookie, which the sign-out takes from the browser alone.
    kept = Client(third.url)
    kept.session.cookies.update(client.session.cookies)
    assert kept.is_signed_in()
    assert client.at(second.url).sign_out().status == 200
    assert not any(kept.at(node.url).is_signed_in() for node in nodes.all)


def test_a_node_with_another_secret_key_says_so_and_stops(nodes, cast, database, postgres, tmp_path):
    stranger = Kalends(tmp_path / "stranger", KALENDS_DATABASE_URL=postgres.address(database.name))
    outcome = stranger.command("serve", expect=None)
    assert outcome.returncode != 0
    assert "secret key" in outcome.stderr and "KALENDS_SECRET_KEY_FILE" in outcome.stderr
    assert signed_in(nodes.first, cast).is_signed_in()
