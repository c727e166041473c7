"""A calendar server that takes a connection and says nothing keeps nobody waiting for long."""

import socket

import pytest
from kalends_client import connect_calendar, signed_in


@pytest.fixture
def silent_server():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_whoever_connects_a_calendar_is_told_in_time_that_nobody_answers(kalends, cast, silent_server):
    page = connect_calendar(signed_in(kalends, cast), silent_server, "anna", "secret")
    assert "has not answered within 20 seconds" in page.words
    assert silent_server in dict(page.form("server", "user").values).values()
