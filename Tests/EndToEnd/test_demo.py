"""`kalends demo`: the whole product by one command, with two people whose calendars live in a stand-in for Google."""

import re
import signal
from datetime import date, timedelta

import pytest
import requests
from fault_worlds import wait
from harness.kalends import BINARY
from harness.process import Process, environment, free_port
from kalends_client import Cast, Client, book, times_on_page

SALON = Cast(slug="corner-salon", service_slug="cut")
PEOPLE = {"Anna Lind": "anna@example.com", "Ben Okafor": "ben@example.com"}


class Demo:
    """The running demo, and what it told whoever started it."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "tmp").mkdir()
        self.url = f"http://127.0.0.1:{free_port()}"
        command = [str(BINARY), "demo", "--listen", self.url.removeprefix("http://"), "--zone", "Europe/Berlin"]
        self.process = Process(command, folder / "demo.log", environment(TMPDIR=str(folder / "tmp")))

    def start(self) -> "Demo":
        self.process.start(lambda: "Edit their calendars" in self.process.text(), within=60)
        return self

    def told(self, pattern: str) -> str:
        found = re.search(pattern, self.process.text())
        assert found, self.process.text()
        return found.group(1)

    @property
    def google(self) -> str:
        return self.told(r"Edit their calendars\s+(http://127\.0\.0\.1:\d+)/")

    def administrator(self) -> Client:
        client = Client(self.url)
        client.sign_in(self.told(r"(\S+), password"), self.told(r", password (\S+)"))
        assert client.is_signed_in()
        return client

    def events(self, person: str) -> str:
        """What the page of somebody's calendar shows of the next weeks."""
        return requests.get(f"{self.google}/calendars/{PEOPLE[person]}", timeout=10).text

    def times(self) -> dict[date, list]:
        client = Client(self.url)
        days = [date.today() + timedelta(days=n) for n in range(1, 8)]
        return {day: times_on_page(client, SALON, day) for day in days}


@pytest.fixture
def demo(tmp_path):
    demo = Demo(tmp_path).start()
    yield demo
    demo.process.kill()


def test_both_sides_follow_each_other_from_the_first_minute(demo):
    calendars = demo.administrator().get("/admin/calendars")
    assert all(mail in calendars.words for mail in PEOPLE.values())

    # Out: a booking stands in the calendar of whoever has it.
    times = demo.times()
    start = next(starts[0] for starts in times.values() if starts)
    book(demo, SALON, start)
    wait(lambda: SALON.customer in demo.events("Anna Lind") + demo.events("Ben Okafor"), "the booking is in a calendar", 30)

    # In: what both enter there is offered no more.
    day, starts = next((day, starts) for day, starts in demo.times().items() if len(starts) > 3)
    for mail in PEOPLE.values():
        event = {"summary": "Away", "start": {"date": day.isoformat()}, "end": {"date": (day + timedelta(days=1)).isoformat()}}
        answer = requests.post(
            f"{demo.google}/_simulator/edits", json={"edit": "addEvent", "calendar": mail, "event": event}, timeout=10
        )
        assert answer.status_code == 200, answer.text
    wait(lambda: times_on_page(Client(demo.url), SALON, day) == [], "the day is closed", 30)


def test_it_begins_without_conflicts_and_a_title_is_changed_on_its_pages(demo):
    client = demo.administrator()
    wait(lambda: "Being read for the first time" not in client.get("/admin/calendars").words, "both calendars are read", 30)
    assert "Dentist" in demo.events("Anna Lind") and "Pick up the children" in demo.events("Ben Okafor")
    wait(lambda: "Cut – " in demo.events("Anna Lind") + demo.events("Ben Okafor"), "the sample's bookings are in the calendars", 30)
    assert "Nothing to settle" in client.get("/admin/conflicts").words, client.get("/admin/conflicts").words

    title = re.search(r'action="(/calendars/[^"]+/title)"', demo.events("Anna Lind"))
    assert title, demo.events("Anna Lind")
    answer = requests.post(demo.google + title.group(1), data={"title": "Dentist & coffee"}, timeout=10)
    assert answer.status_code == 200 and "Dentist &amp; coffee" in demo.events("Anna Lind")


def test_it_leaves_nothing_behind_and_says_how_it_ends(demo):
    assert list((demo.folder / "tmp").iterdir())
    demo.process.child.send_signal(signal.SIGINT)
    assert demo.process.child.wait(20) == 0
    assert list((demo.folder / "tmp").iterdir()) == []


def test_a_taken_address_and_an_unknown_zone_are_told_in_a_line(demo):
    settings = environment(TMPDIR=str(demo.folder))
    taken = Process([str(BINARY), "demo", "--listen", demo.url.removeprefix("http://")], demo.folder / "second.log", settings)
    taken.spawn()
    assert taken.child.wait(30) == 1
    assert "is in use already" in taken.text()
    strange = Process([str(BINARY), "demo", "--zone", "Mars/Base"], demo.folder / "third.log", settings)
    strange.spawn()
    assert strange.child.wait(30) != 0 and "Europe/Berlin" in strange.text()
