"""All that the end-to-end tests know about Kalends' pages: addresses, forms, labels. When a page changes, this file changes, no other.

`Client` is a browser without pictures or scripts: it reads forms as they stand in the page, fills them by label, name or
autocomplete, sends every hidden field along, and keeps cookies.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from urllib.parse import urljoin, urlsplit

import icalendar
import lxml.html
import requests

# MARK: the world of the tests


@dataclass
class Cast:
    """Who and what every test's business is made of."""

    administrator: str = "Anna Nowak"
    mail: str = "anna@practice.example"
    password: str = "a long and calm sentence"
    business: str = "Practice Nowak"
    zone: str = "Europe/Berlin"
    opens: str = "09:00"
    closes: str = "17:00"
    service: str = "Consultation"
    minutes: int = 30
    slug: str = "practice-nowak"
    service_slug: str = "consultation"
    customer: str = "Carl Customer"
    customer_mail: str = "carl@example.org"


# MARK: forms


class Form:
    """A form as it stands in a page. Fields are found by name, by autocomplete or by the words of their label."""

    def __init__(self, element: lxml.html.FormElement, page: "Document"):
        self.element = element
        self.page = page
        self.extra: list[tuple[str, str]] = []

    @property
    def method(self) -> str:
        return (self.element.method or "GET").upper()

    @property
    def action(self) -> str:
        return urljoin(self.page.url, self.element.get("action") or self.page.url)

    @property
    def words(self) -> str:
        return " ".join(self.element.text_content().split())

    @property
    def fields(self) -> list[lxml.html.HtmlElement]:
        return [e for e in self.element.inputs if e.get("name") and e.get("type") not in ("submit", "button", "image")]

    def label(self, element: lxml.html.HtmlElement) -> str:
        texts = [element.get("aria-label") or ""]
        if element.get("id"):
            texts += [label.text_content() for label in self.page.tree.xpath("//label[@for=$id]", id=element.get("id"))]
        texts += [label.text_content() for label in element.iterancestors("label")]
        return " ".join(" ".join(texts).split())

    def find(self, wanted: str) -> lxml.html.HtmlElement | None:
        """The field of that exact name, of that autocomplete, or whose label matches the pattern, in this order."""
        visible = [e for e in self.fields if e.get("type") != "hidden"]
        for test in (
            lambda e: e.get("name") == wanted,
            lambda e: e.get("autocomplete") == wanted,
            lambda e: re.search(wanted, self.label(e), re.IGNORECASE),
        ):
            for element in visible:
                if test(element):
                    return element
        return None

    def has(self, wanted: str) -> bool:
        return self.find(wanted) is not None

    def fill(self, **values) -> "Form":
        """Fills semantic fields (see FIELDS); every one of them must exist."""
        for name, value in values.items():
            for wanted in FIELDS.get(name, [name]):
                element = self.find(wanted)
                if element is not None:
                    self.put(element, value)
                    break
            else:
                known = [f"{e.get('name')} ({self.label(e)})" for e in self.fields]
                raise AssertionError(f"no field for {name!r} on {self.page.url}; there are: {known}")
        return self

    def fill_where_present(self, **values) -> "Form":
        for name, value in values.items():
            if any(self.has(wanted) for wanted in FIELDS.get(name, [name])):
                self.fill(**{name: value})
        return self

    def put(self, element: lxml.html.HtmlElement, value) -> None:
        kind = element.get("type")
        if kind == "checkbox":
            element.checked = bool(value)
        elif kind == "radio":
            group = [e for e in self.fields if e.get("name") == element.get("name")]
            chosen = [e for e in group if e.get("value") == value or re.search(str(value), self.label(e), re.IGNORECASE)]
            assert chosen, f"no choice {value!r} for {element.get('name')!r}"
            for e in group:
                e.checked = e is chosen[0]
        elif element.tag == "select":
            options = [(option.get("value", option.text_content()), option.text_content()) for option in element.iter("option")]
            matching = [key for key, text in options if key == value] or [
                key for key, text in options if re.search(re.escape(str(value)), text, re.IGNORECASE)
            ]
            assert matching, f"no option {value!r} in {element.get('name')!r}: {options[:20]}"
            element.value = matching[0]
        else:
            # Set as an attribute, since lxml refuses values that HTML could not carry and some tests send exactly those.
            self.extra = [(name, old) for name, old in self.extra if name != element.get("name")]
            self.extra.append((element.get("name"), str(value)))

    @property
    def values(self) -> list[tuple[str, str]]:
        """What a browser would send, the submit button that has a name included."""
        replaced = {name for name, _ in self.extra}
        values = [(name, value or "") for name, value in self.element.form_values() if name not in replaced]
        button = next((b for b in self.element.xpath(".//button[@name]") if b.get("type", "submit") == "submit"), None)
        if button is not None and not any(name == button.get("name") for name, _ in values):
            values.append((button.get("name"), button.get("value", "")))
        return values + self.extra


class Document:
    """An answer, read as a page."""

    def __init__(self, response: requests.Response):
        self.response = response
        self.status = response.status_code
        self.url = response.url
        self.text = response.text
        self.tree = lxml.html.document_fromstring(response.text or "<html></html>")

    @property
    def title(self) -> str:
        return " ".join((self.tree.findtext(".//title") or "").split())

    @property
    def words(self) -> str:
        """What a person reads, in one line."""
        body = lxml.html.document_fromstring(self.text or "<html></html>")
        for element in body.xpath("//script|//style|//template|//head"):
            element.drop_tree()
        return " ".join(body.text_content().split())

    @property
    def forms(self) -> list[Form]:
        return [Form(element, self) for element in self.tree.forms]

    def form(self, *wanted: str, words: str | None = None) -> Form:
        """The first form that has all the wanted fields (semantic names) and, if given, the words."""
        for form in self.forms:
            fits = all(any(form.has(pattern) for pattern in FIELDS.get(name, [name])) for name in wanted)
            if fits and (words is None or re.search(words, form.words, re.IGNORECASE)):
                return form
        raise AssertionError(f"no form with {wanted} {words or ''} on {self.url} ({self.status}): {self.words[:400]}")

    @property
    def errors(self) -> list[str]:
        """The sentences that tell a person what is wrong."""
        found = self.tree.xpath("//*[@role='alert'] | //*[contains(concat(' ', @class, ' '), ' error ')]")
        return [" ".join(element.text_content().split()) for element in found if element.text_content().strip()]

    @property
    def links(self) -> dict[str, str]:
        """Absolute addresses with their words."""
        return {urljoin(self.url, a.get("href")): " ".join(a.text_content().split()) for a in self.tree.xpath("//a[@href]")}

    def link(self, pattern: str) -> str:
        """The address of the first link whose words or address match."""
        for address, words in self.links.items():
            if re.search(pattern, words, re.IGNORECASE) or re.search(pattern, address):
                return address
        raise AssertionError(f"no link {pattern!r} on {self.url}: {list(self.links.items())[:40]}")

    def has_element(self, tag: str) -> bool:
        return bool(self.tree.xpath(f"//*[local-name()='{tag}']"))


# The names that fields go by: exact name, autocomplete, or a pattern of their label; the first that exists counts.
FIELDS = {
    "code": ["code", "setup_code", r"code"],
    "administrator": ["administrator_name", "admin_name", r"^your name"],
    "administrator_mail": ["administrator_email", "admin_email", r"your (e-?)?mail"],
    "mail": ["email", "mail", r"e-?mail"],
    "password": ["password", "new-password", "current-password", r"password"],
    "new_password": ["new_password", "new-password", r"new password"],
    "business": ["business_name", r"business.*name|name of (the|your) business"],
    "zone": ["zone", "business_zone", r"time ?zone"],
    "currency": ["currency", r"currency"],
    "service": ["service_name", r"service.*name|name of (the|your) (first )?service"],
    "minutes": ["duration", "duration_minutes", r"duration"],
    "name": ["name", r"^(your )?name"],
    "phone": ["phone", "tel", r"phone"],
    "notes": ["notes", r"notes|anything"],
    "minimum_lead": ["minimum_lead", "minimum_lead_hours", r"minimum lead"],
    "maximum_lead": ["maximum_lead", "maximum_lead_days", r"maximum lead"],
    "server": ["address", "server", "url", r"address|server"],
    "user": ["username", "user", r"user"],
    "linked": ["linked", r"linked|write|bookings (go|are written)"],
    "busy": ["busy", "conflict", r"busy|conflict|closes"],
}


class Client:
    """A browser without pictures or scripts."""

    def __init__(self, url: str):
        self.url = url
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "en"

    def get(self, path: str, **options) -> Document:
        return Document(self.session.get(urljoin(self.url + "/", path), timeout=30, **options))

    def submit(self, form: Form, **options) -> Document:
        if form.method == "GET":
            return Document(self.session.get(form.action, params=form.values, timeout=30, **options))
        headers = {"Origin": self.url, "Referer": form.page.url}
        return Document(self.session.post(form.action, data=form.values, headers=headers, timeout=60, **options))

    # Staff

    def sign_in(self, mail: str, password: str) -> Document:
        page = self.get(SIGN_IN)
        return self.submit(page.form("mail", "password").fill(mail=mail, password=password))

    def is_signed_in(self) -> bool:
        page = self.get(ADMIN)
        return page.status == 200 and not urlsplit(page.url).path.startswith(SIGN_IN)


# MARK: addresses

SIGN_IN = "/sign-in"
ADMIN = "/admin"
CALENDARS = "/admin/calendars"
CONFLICTS = "/admin/conflicts"
CUSTOMERS = "/admin/customers"
HOURS = "/admin/hours"
POLICY = "/admin/settings"
MAILS = "/admin/mails"


def booking_page(cast: Cast) -> str:
    return f"/b/{cast.slug}"


def service_page(cast: Cast, day: date | None = None) -> str:
    return f"/b/{cast.slug}/{cast.service_slug}" + (f"?date={day.isoformat()}" if day else "")


def details_page(cast: Cast, start: datetime) -> str:
    return f"/b/{cast.slug}/{cast.service_slug}/details?start={instant(start)}"


def instant(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# MARK: first run


def set_up(kalends, cast: Cast) -> Document:
    """Leads through the set-up, page by page where it has several, until it is done."""
    client = Client(kalends.url)
    page = client.get("/")
    answers = dict(
        code=kalends.setup_code, administrator=cast.administrator, administrator_mail=cast.mail, password=cast.password,
        business=cast.business, zone=cast.zone, service=cast.service, minutes=cast.minutes,
    )
    for _ in range(6):
        forms = [form for form in page.forms if any(form.has(name) for key in answers for name in FIELDS[key])]
        if not forms:
            return page
        page = client.submit(forms[0].fill_where_present(**answers))
        assert page.status < 400, f"the set-up was refused ({page.status}): {page.errors or page.words[:400]}"
    raise AssertionError(f"the set-up does not end: {page.url}: {page.errors or page.words[:400]}")


def signed_in(kalends, cast: Cast) -> Client:
    client = Client(kalends.url)
    page = client.sign_in(cast.mail, cast.password)
    assert client.is_signed_in(), f"not signed in: {page.errors or page.words[:300]}"
    return client


# MARK: rules


def set_hours(client: Client, cast: Cast) -> Document:
    """The same hours on all days of the week."""
    form = client.get(HOURS).form(words=r"monday")
    for element in form.fields:
        name, label = element.get("name"), form.label(element)
        if element.get("type") == "checkbox" and re.search(r"open", name + label, re.IGNORECASE):
            form.put(element, True)
        elif re.search(r"opens?|start|from", name + " " + label, re.IGNORECASE) and element.get("type") != "hidden":
            form.put(element, cast.opens)
        elif re.search(r"closes?|end|until|to\b", name + " " + label, re.IGNORECASE) and element.get("type") != "hidden":
            form.put(element, cast.closes)
    page = client.submit(form)
    assert page.status < 400, f"the hours were refused: {page.errors or page.words[:300]}"
    return page


def set_lead_times(client: Client, minimum_hours: int, maximum_days: int) -> Document:
    form = client.get(POLICY).form("minimum_lead", "maximum_lead").fill(minimum_lead=minimum_hours, maximum_lead=maximum_days)
    page = client.submit(form)
    assert page.status < 400, f"the lead times were refused: {page.errors or page.words[:300]}"
    return page


# MARK: slots and bookings


def slots(kalends, cast: Cast, first: date, days: int, *more: str) -> list[datetime]:
    """Every free start, by the same search that makes the page, asked from the shell."""
    answer = kalends.json(
        "slots", cast.slug, cast.service_slug, "--from", first.isoformat(), "--days", str(days), "--json", *more
    )
    return [moment(slot["start"]) for slot in answer]


def times_on_page(client: Client, cast: Cast, day: date) -> list[datetime]:
    """The starts that the page without scripts offers on a day: each a link or button that carries its instant."""
    page = client.get(service_page(cast, day))
    assert page.status == 200, f"{page.url}: {page.status}"
    found = re.findall(r"(?:start=|name=\"start\" value=\")(\d{4}-\d\d-\d\dT\d\d(?::|%3A)\d\d(?::|%3A)\d\dZ)", page.text)
    return sorted({moment(text.replace("%3A", ":")) for text in found})


def booking_form(client: Client, cast: Cast, start: datetime, **answers) -> Form:
    """The details form of one slot, filled and ready to be sent any number of times."""
    page = client.get(details_page(cast, start))
    assert page.status == 200, f"{page.url}: {page.status} {page.errors or page.words[:300]}"
    answers = {"name": cast.customer, "mail": cast.customer_mail} | answers
    return page.form("name", "mail").fill(**answers)


@dataclass
class Booking:
    """What the confirmation tells a customer."""

    page: Document
    manage: str
    ics: str
    event: icalendar.Event = field(repr=False)

    @property
    def uid(self) -> str:
        return str(self.event["UID"])

    @property
    def start(self) -> datetime:
        return self.event["DTSTART"].dt.astimezone(timezone.utc)


def is_confirmed(page: Document) -> bool:
    return page.status == 200 and any("/manage/" in address for address in page.links)


def is_taken(page: Document) -> bool:
    """The clear refusal when somebody else was quicker."""
    return page.status == 409 and bool(re.search(r"taken|no longer", page.words, re.IGNORECASE))


def confirmation(client: Client, page: Document) -> Booking:
    assert is_confirmed(page), f"no confirmation ({page.status}) at {page.url}: {page.errors or page.words[:400]}"
    ics = page.link(r"\.ics")
    calendar = icalendar.Calendar.from_ical(client.session.get(ics, timeout=30).text)
    return Booking(page, page.link(r"/manage/"), ics, calendar.walk("VEVENT")[0])


def book(kalends, cast: Cast, start: datetime, **answers) -> Booking:
    client = Client(kalends.url)
    return confirmation(client, client.submit(booking_form(client, cast, start, **answers)))


class MonthSearch:
    """Every free slot of the next 30 days of all people, over HTTP."""

    days = 30

    def __init__(self, kalends, cast: Cast):
        self.first = date.today() + timedelta(days=1)
        self.url = f"{kalends.url}/b/{cast.slug}/{cast.service_slug}/slots.json?from={self.first.isoformat()}&days={self.days}"

    def starts_by_person(self, people: list[str]) -> list[set[int]]:
        found = {person: set() for person in people}
        for slot in requests.get(self.url, timeout=60).json():
            for person in slot["staff"]:
                found[person].add(int(moment(slot["start"]).timestamp()))
        return [found[person] for person in people]


# MARK: calendars


def connect_calendar(client: Client, address: str, user: str, password: str) -> Document:
    """Fills in the connection form; the answer is the choice of calendars or the form with its error."""
    page = client.get(CALENDARS)
    if not any(form.has(name) for form in page.forms for name in FIELDS["server"]):
        page = client.get(page.link(r"connect"))
    return client.submit(page.form("server", "user", "password").fill(server=address, user=user, password=password))


def link_calendar(client: Client, page: Document, name: str | None = None) -> Document:
    """Chooses where bookings are written, and lets the same calendar close time."""
    form = page.form("linked")
    if name:
        form.fill(linked=name)
    page = client.submit(form.fill_where_present(busy=True))
    assert page.status < 400, f"the calendar was not linked ({page.status}): {page.errors or page.words[:400]}"
    return page


def open_conflicts(client: Client) -> list[Form]:
    """One form for every entry that waits to be settled."""
    return [form for form in client.get(CONFLICTS).forms if re.search(r"follow|put (it )?back", form.words, re.IGNORECASE)]


def sync_now(kalends) -> None:
    kalends.command("sync")


# MARK: the booking page in a real browser


class BrowserBooking:
    """The customer's way through the page, by what a person sees: roles and words."""

    def __init__(self, page, kalends, cast: Cast):
        self.page, self.kalends, self.cast = page, kalends, cast

    def open(self) -> "BrowserBooking":
        self.page.goto(self.kalends.url + booking_page(self.cast))
        return self

    def choose_service(self) -> "BrowserBooking":
        self.page.get_by_role("link", name=re.compile(self.cast.service)).first.click()
        return self

    def days(self):
        """The days of the month that have openings."""
        return self.page.get_by_role("link", name=DAY_WITH_OPENINGS)

    def choose_day(self, index: int = 0) -> "BrowserBooking":
        self.days().nth(index).click()
        return self

    def times(self):
        return self.page.get_by_role("link", name=TIME_OF_DAY).or_(self.page.get_by_role("button", name=TIME_OF_DAY))

    def choose_time(self, index: int = 0) -> "BrowserBooking":
        self.times().nth(index).click()
        return self

    def chosen_start(self) -> datetime:
        """The instant that the details form will book."""
        return moment(self.page.locator("input[name=start]").first.get_attribute("value"))

    def fill_details(self, name: str | None = None, mail: str | None = None) -> "BrowserBooking":
        self.page.get_by_label(re.compile(r"^(your )?name", re.IGNORECASE)).fill(name or self.cast.customer)
        self.page.get_by_label(re.compile(r"e-?mail", re.IGNORECASE)).first.fill(mail or self.cast.customer_mail)
        return self

    def confirm(self) -> "BrowserBooking":
        self.page.get_by_role("button", name=CONFIRM).click()
        self.page.wait_for_load_state()
        return self

    def is_confirmed(self) -> bool:
        return self.page.locator("a[href*='/manage/']").count() > 0

    def steps(self):
        """Every page on the way to a confirmed booking, by name."""
        yield "booking page", self.open()
        yield "month", self.choose_service()
        yield "times", self.choose_day()
        yield "details", self.choose_time()
        yield "confirmation", self.fill_details().confirm()


DAY_WITH_OPENINGS = re.compile(r"\b\d{1,2}\b.*(open|free|time)", re.IGNORECASE)
TIME_OF_DAY = re.compile(r"^\d{1,2}:\d\d")
CONFIRM = re.compile(r"^(book|confirm)", re.IGNORECASE)


