"""The customer's way through the booking page in a real browser, and the way of somebody who works there."""

import re
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from kalends_client import SIGN_IN, Cast, Client, Document, booking_page, moment

DAY_WITH_OPENINGS = re.compile(r"^\w+ \d{1,2} \w+( \d{4})?, \d+ times?$")
TIME_OF_DAY = re.compile(r"^\d{1,2}:\d\d")
CONFIRM = re.compile(r"^(book|request) this", re.IGNORECASE)
NAME = re.compile(r"^(your )?name", re.IGNORECASE)
MAIL = re.compile(r"e-?mail", re.IGNORECASE)
MANAGE_LINK = "a[href*='/manage/']:not([href$='.ics'])"


class BrowserBooking:
    """The customer's way through the page, by what a person sees: roles and words. `page` is a page or a frame in one."""

    def __init__(self, page, kalends, cast: Cast):
        self.page, self.kalends, self.cast = page, kalends, cast

    def open(self) -> "BrowserBooking":
        self.page.goto(self.kalends.url + booking_page(self.cast))
        return self

    def choose_service(self) -> "BrowserBooking":
        """A business with one service goes straight to its times."""
        services = self.page.get_by_role("main").get_by_role("list").get_by_role("link", name=re.compile(self.cast.service))
        if not self.days().count():
            services.first.click()
        self.days().first.wait_for()
        return self

    def days(self):
        """The days of the month that have openings."""
        return self.page.get_by_role("link", name=DAY_WITH_OPENINGS)

    def choose_day(self, index: int = 0) -> "BrowserBooking":
        self.days().nth(index).click()
        self.times().first.wait_for()
        return self

    def times(self):
        return self.page.get_by_role("link", name=TIME_OF_DAY)

    def choose_time(self, index: int = 0) -> "BrowserBooking":
        self.times().nth(index).click()
        self.page.get_by_label(NAME).wait_for()
        return self

    def chosen_start(self) -> datetime:
        """The instant that the details form will book."""
        return moment(self.page.locator("input[name=start]").first.get_attribute("value"))

    def fill_details(self, name: str | None = None, mail: str | None = None) -> "BrowserBooking":
        self.page.get_by_label(NAME).fill(name or self.cast.customer)
        self.page.get_by_label(MAIL).first.fill(mail or self.cast.customer_mail)
        return self

    def confirm(self) -> "BrowserBooking":
        self.page.get_by_role("button", name=CONFIRM).click()
        return self

    def wait_until_confirmed(self) -> "BrowserBooking":
        self.page.locator(MANAGE_LINK).first.wait_for()
        return self

    def is_confirmed(self) -> bool:
        return self.page.locator(MANAGE_LINK).count() > 0

    def manage_address(self) -> str:
        return urljoin(self.kalends.url, self.page.locator(MANAGE_LINK).first.get_attribute("href"))

    def ics(self) -> str:
        """The text of the file that the confirmation offers."""
        return self.page.request.get(self.manage_address() + "/appointment.ics").text()

    def steps(self):
        """Every page on the way to a confirmed booking, by name."""
        yield "booking page", self.open()
        yield "month", self.choose_service()
        yield "times", self.choose_day()
        yield "details", self.choose_time()
        yield "confirmation", self.fill_details().confirm().wait_until_confirmed()


def sign_in(page, kalends, cast: Cast) -> None:
    page.goto(kalends.url + SIGN_IN)
    page.get_by_label(MAIL).fill(cast.mail)
    page.get_by_label("Password").fill(cast.password)
    with next_page(page):
        page.get_by_role("button", name="Sign in").click()
    assert urlsplit(page.url).path == "/admin", f"not signed in: {page.inner_text('main')}"


@contextmanager
def next_page(page):
    """What is done inside leads to another page, which then stands."""
    with page.expect_navigation(wait_until="load"):
        yield
    page.wait_for_load_state()


def load_sample(kalends, cast: Cast) -> tuple[Client, Cast]:
    """The set-up's sample business instead of one's own: several services, people and bookings; returns a signed-in client."""
    client = Client(kalends.url)
    page = client.get("/")
    form = next(form for form in page.forms if form.action.endswith("/set-up/sample"))
    answers = dict(code=kalends.setup_code, administrator=cast.administrator, administrator_mail=cast.mail, administrator_password=cast.password)
    done: Document = client.submit(form.fill(**answers))
    assert done.status == 200, f"no sample: {done.errors}"
    client.sign_in(cast.mail, cast.password)
    assert client.is_signed_in()
    return client, Cast(business="Corner Salon", slug="corner-salon", service="Cut", service_slug="cut", minutes=45)
