"""Several nodes over one PostgreSQL count together: the requests of a minute, wrong sign-ins, wrong set-up codes."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from harness.kalends import Kalends
from harness.postgres import Postgres
from kalends_client import JOBS, SIGN_IN, Client, booking_page, set_up

LIMIT = 40


@pytest.fixture(scope="module")
def postgres():
    server = Postgres().start()
    yield server
    server.stop()


@pytest.fixture
def nodes(tmp_path, postgres, cast, request):
    """Two nodes that believe what the tests say of the client's address, and one business."""
    address = postgres.database(f"limits_{request.node.name[:40]}")
    key = tmp_path / "first" / "data" / "secret.key"
    settings = {
        "KALENDS_DATABASE_URL": address,
        "KALENDS_SECRET_KEY_FILE": str(key),
        "KALENDS_RATE_LIMIT": str(LIMIT),
        "KALENDS_TRUSTED_PROXIES": "127.0.0.1",
    }
    nodes = [Kalends(tmp_path / name, **settings) for name in ("first", "second")]
    try:
        for node in nodes:
            node.start()
        set_up(nodes[0], cast)
        yield nodes
    finally:
        for node in nodes:
            node.stop()


def page(node, household: str) -> requests.Response:
    return requests.get(f"{node.url}{SIGN_IN}", headers={"X-Forwarded-For": household}, timeout=30)


def client(node, household: str) -> Client:
    client = Client(node.url)
    client.session.headers["X-Forwarded-For"] = household
    return client


def came_back(since: float) -> int:
    """How many requests a household may make again after that time, at most; the servers count whole seconds."""
    return int((time.monotonic() - since + 1) * LIMIT / 60) + 1


def test_a_household_has_one_minute_over_all_nodes(nodes):
    begin = time.monotonic()
    answers = [page(nodes[number % 2], "203.0.113.7") for number in range(2 * LIMIT)]
    passed = sum(answer.status_code == 200 for answer in answers)
    assert LIMIT <= passed <= LIMIT + came_back(begin)
    refused = [answer for answer in answers if answer.status_code != 200]
    assert {answer.status_code for answer in refused} == {429}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in refused)
    assert page(nodes[0], "203.0.113.8").status_code == 200, "another household is held up"


def test_requests_that_come_to_all_nodes_at_once_are_counted_together(nodes):
    begin = time.monotonic()
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda number: page(nodes[number % 2], "2001:db8:7::%x" % number).status_code, range(4 * LIMIT)))
    assert set(answers) == {200, 429}
    assert LIMIT <= answers.count(200) <= LIMIT + came_back(begin)


def test_wrong_sign_ins_on_one_node_count_on_the_other(nodes, cast):
    guesser = client(nodes[0], "203.0.113.20")
    for _ in range(5):
        assert guesser.sign_in(cast.mail, "a wrong guess").status == 422
    here = client(nodes[1], "203.0.113.20")
    refused = here.sign_in(cast.mail, cast.password)
    assert refused.status == 429 and "Too many wrong tries" in refused.words and not here.is_signed_in()
    elsewhere = client(nodes[1], "203.0.113.21")
    elsewhere.sign_in(cast.mail, cast.password)
    assert elsewhere.is_signed_in(), "a guesser elsewhere keeps the right password away"
    # The session is the database's: every node knows it.
    other = client(nodes[0], "203.0.113.21")
    other.session.cookies.update(elsewhere.session.cookies)
    assert other.is_signed_in()


def test_recurring_work_is_on_the_list_once_for_all_nodes(nodes, postgres, cast):
    database = nodes[0].settings["KALENDS_DATABASE_URL"].rsplit("/", 1)[1]
    nodes[1].restart()
    assert postgres.sql(database, "SELECT count(*) FROM jobs WHERE kind = 'sweep'") == "1"
    for node in nodes:
        anna = client(node, "203.0.113.40")
        anna.sign_in(cast.mail, cast.password)
        page = anna.get(JOBS)
        assert "What comes again and again" in page.words and "Tidy up" in page.words


def test_a_database_that_is_away_leaves_pages_to_say_so(nodes, postgres, cast):
    def ask(path: str, household: str) -> int:
        return requests.get(f"{nodes[0].url}{path}", headers={"X-Forwarded-For": household}, timeout=60).status_code

    assert ask(booking_page(cast), "203.0.113.30") == 200
    postgres.kill()
    try:
        assert [ask(booking_page(cast), "203.0.113.31") for _ in range(3)] == [503] * 3
        # What needs no database is answered, and each node goes on counting by itself.
        statuses = [ask(SIGN_IN, "203.0.113.32") for _ in range(LIMIT + 20)]
        assert statuses[:LIMIT] == [200] * LIMIT and 429 in statuses[LIMIT:]
    finally:
        postgres.start()
    deadline = time.monotonic() + 60
    while ask(booking_page(cast), "203.0.113.33") != 200:
        assert time.monotonic() < deadline, "the node does not come back with its database"
        time.sleep(2)


def test_every_node_prints_the_same_set_up_code(tmp_path, postgres):
    address = postgres.database("set_up_code")
    key = str(tmp_path / "one" / "data" / "secret.key")
    nodes = [Kalends(tmp_path / name, KALENDS_DATABASE_URL=address, KALENDS_SECRET_KEY_FILE=key) for name in ("one", "two")]
    try:
        for node in nodes:
            node.start()
        assert nodes[0].setup_code == nodes[1].setup_code
    finally:
        for node in nodes:
            node.stop()
