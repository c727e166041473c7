"""Whatever breaks while 32 people book and calendars are synced: nothing acknowledged is lost or doubled, and nobody has to help."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests
from fault_story import CUSTOMERS, Story
from fault_worlds import LockedFileWorld, ServerWorld, SmallDiskWorld, readiness, wait
from harness.counts import FAULT_ROUNDS, PARTS, SEED, SILENT_SECONDS
from harness.kalends import Kalends
from harness.postgres import Postgres
from harness.tcp_gate import TCPGate
from insistent_customer import HANGING
from kalends_client import Client, MonthSearch, service_page, set_up


def books() -> list:
    """Lists of stories (world, rounds, seed): those of one list are told one after the other and looked at when all are over, so that leases
    run out meanwhile. In `make test` one list of all worlds, with each fault once (0 rounds).
    """
    worlds = [ServerWorld, SmallDiskWorld, ServerWorld, LockedFileWorld, ServerWorld]
    if FAULT_ROUNDS == 0:
        plan = [[(world, 0, SEED) for world in (ServerWorld, SmallDiskWorld, LockedFileWorld)]]
    else:
        # Six tenths of all rounds are the server's, which knows the most faults.
        plan = [[(worlds[n % 5], FAULT_ROUNDS // 10, SEED + n)] for n in range(10)]
    part, parts = map(int, PARTS[0].split("/"))
    return [pytest.param(book, id=f"seed-{book[0][2]}") for n, book in enumerate(plan) if n % parts == part - 1]


@pytest.mark.parametrize("book", books())
def test_nothing_acknowledged_is_lost_or_doubled_and_nobody_has_to_help(book, tmp_path):
    with ExitStack() as stack:
        stories = []
        for kind, rounds, seed in book:
            if kind is SmallDiskWorld and os.geteuid() != 0:
                continue
            story = stack.enter_context(Story(kind, rounds, seed, tmp_path / kind.__name__))
            story.tell()
            stories.append(story)
        if not stories:
            pytest.skip("only root can make a small disk")
        for story in stories:
            story.settle()
            story.check()


@pytest.fixture
def gated(tmp_path, cast):
    """A node that went through its set-up, and the gate between it and PostgreSQL."""
    postgres = Postgres().start()
    postgres.database("kalends")
    gate = TCPGate(postgres.port)
    kalends = Kalends(tmp_path / "kalends", KALENDS_DATABASE_URL=postgres.address("kalends", gate.port)).start()
    set_up(kalends, cast)
    yield kalends, gate
    gate.open()
    kalends.stop()
    gate.stop()
    postgres.stop()


@pytest.mark.skipif(not PARTS[0].startswith("1/"), reason="belongs to the first part")
def test_a_database_that_falls_silent_keeps_nobody_hanging(gated, cast):
    kalends, gate = gated
    addresses = [kalends.url + service_page(cast), MonthSearch(kalends, cast).url]
    gate.hold()
    begin = time.monotonic()
    with ThreadPoolExecutor(CUSTOMERS) as threads:
        answers = [threads.submit(requests.get, addresses[n % 2], timeout=HANGING) for n in range(CUSTOMERS)]
        # What needs no database is answered at once, and whoever asks is told.
        wait(lambda: readiness(kalends) == 503, "said to be unready", 10)
        while time.monotonic() < begin + SILENT_SECONDS and not all(answer.done() for answer in answers):
            assert requests.get(f"{kalends.url}/healthz", timeout=5).status_code == 200
            time.sleep(0.2)
        is_given_up = time.monotonic() < begin + SILENT_SECONDS
        gate.open()
        statuses = {answer.result().status_code for answer in answers}
    # A connection that was there waits longer than one that was still to be made.
    assert statuses == {503} if SILENT_SECONDS > HANGING else statuses <= {200, 503}
    assert is_given_up or SILENT_SECONDS <= HANGING
    wait(lambda: readiness(kalends) == 200, "ready again")
    assert Client(kalends.url).get(service_page(cast)).status == 200
