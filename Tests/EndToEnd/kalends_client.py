"""All that the end-to-end tests know about Kalends' pages: addresses, forms, fields. When a page changes, this file changes, no other.

`Client` is a browser without pictures or scripts: it reads forms as they stand in the page, fills the fields that a person sees,
sends every hidden field along, and keeps cookies.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from urllib.parse import parse_qs, urljoin, urlsplit
from zoneinfo import ZoneInfo

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
    """A form as it stands in a page. Its fields go by the tests' names for them (FIELDS), or by their own."""

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
        """The field of that name, if a person can see it and its label says what it is."""
        name = FIELDS.get(wanted, wanted)
        visible = [e for e in self.fields if e.get("name") == name and e.get("type") != "hidden"]
        assert all(self.label(e) for e in visible), f"the field {name!r} on {self.page.url} has no label"
        return visible[0] if visible else None

    def has(self, wanted: str) -> bool:
        return self.find(wanted) is not None

    def fill(self, **values) -> "Form":
        """Fills fields; every one of them must exist."""
        for name, value in values.items():
            element = self.find(name)
            known = [f"{e.get('name')} ({self.label(e)})" for e in self.fields]
            assert element is not None, f"no field for {name!r} on {self.page.url}; there are: {known}"
            self.put(element, value)
        return self

    def fill_where_present(self, **values) -> "Form":
        return self.fill(**{name: value for name, value in values.items() if self.has(name)})

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
        # Of a radio button whose value is empty lxml says "on", which no browser does.
        empty = {e.get("name") for e in self.fields if e.get("type") == "radio" and e.checked and e.get("value") == ""}
        values = [(name, "" if name in empty else value or "") for name, value in self.element.form_values() if name not in replaced]
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
        """The first form that has all the wanted fields and, if given, the words."""
        for form in self.forms:
            if all(form.has(name) for name in wanted) and (words is None or re.search(words, form.words, re.IGNORECASE)):
                return form
        raise AssertionError(f"no form with {wanted} {words or ''} on {self.url} ({self.status}): {self.words[:400]}")

    @property
    def errors(self) -> list[str]:
        """The sentences that tell a person what is wrong."""
        found = self.tree.xpath("//*[@role='alert'] | //*[contains(concat(' ', @class, ' '), ' fault ')]")
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


# The tests' names of fields, and what the pages call them.
FIELDS = {
    "administrator": "administrator.name",
    "administrator_mail": "administrator.email",
    "administrator_password": "administrator.password",
    "bookable": "administrator.isBookable",
    "business": "business.name",
    "business_zone": "business.zone",
    "currency": "business.currency",
    "service": "service.name",
    "minutes": "service.duration",
    "mail": "email",
    "server": "address",
}


class Client:
    """A browser without pictures or scripts."""

    def __init__(self, url: str, session: requests.Session | None = None):
        self.url = url
        self.session = session or requests.Session()
        self.session.headers["Accept-Language"] = "en"

    def at(self, url: str) -> "Client":
        """The same browser, cookies and all, at another node."""
        return Client(url, self.session)

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

    def sign_out(self) -> Document:
        return self.submit(self.get(ADMIN).form(words=r"^sign out"))

    def is_signed_in(self) -> bool:
        page = self.get(ADMIN)
        return page.status == 200 and not urlsplit(page.url).path.startswith(SIGN_IN)


# MARK: addresses

SIGN_IN = "/admin/sign-in"
ADMIN = "/admin"
CALENDARS = "/admin/calendars"
CONFLICTS = "/admin/conflicts"
SYNC_SETTINGS = "/admin/calendars/settings"
CUSTOMERS = "/admin/customers"
HOURS = "/admin/hours"
JOBS = "/admin/jobs"
MAILS = "/admin/mails"
QUESTIONS = "/admin/questions"
SERVICES = "/admin/services"
SETTINGS = "/admin/settings"
TIME_OFF = "/admin/time-off"
WEBHOOKS = "/admin/webhooks"


def booking_page(cast: Cast) -> str:
    return f"/b/{cast.slug}"


def service_page(cast: Cast, day: date | None = None) -> str:
    return f"/b/{cast.slug}/{cast.service_slug}" + (f"?date={day.isoformat()}" if day else "")


def details_page(cast: Cast, start: datetime, staff: str | None = None) -> str:
    return f"/b/{cast.slug}/{cast.service_slug}/details?start={instant(start)}" + (f"&staff={staff}" if staff else "")


def instant(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


# MARK: first run


def set_up(kalends, cast: Cast) -> Document:
    """Fills in the set-up and sends it; the answer is the page that says where to go from there."""
    client = Client(kalends.url)
    form = client.get("/").form("code", "service").fill(
        code=kalends.setup_code, administrator=cast.administrator, administrator_mail=cast.mail, administrator_password=cast.password,
        bookable=True, business=cast.business, business_zone=cast.zone, currency="EUR", service=cast.service, minutes=cast.minutes,
    )
    page = client.submit(form)
    assert page.status == 200 and page.url.endswith("/set-up/done"), f"the set-up was refused ({page.status}): {page.errors or page.words[:400]}"
    return page


def signed_in(kalends, cast: Cast) -> Client:
    client = Client(kalends.url)
    page = client.sign_in(cast.mail, cast.password)
    assert client.is_signed_in(), f"not signed in: {page.errors or page.words[:300]}"
    return client


# MARK: rules


def set_hours(client: Client, cast: Cast) -> Document:
    """The same hours on all days of the week."""
    hours = {f"hours-{day}-0-{end}": clock for day in range(1, 8) for end, clock in (("from", cast.opens), ("to", cast.closes))}
    page = client.submit(client.get(HOURS).form(*hours).fill(**hours))
    assert page.status == 200 and not page.errors, f"the hours were refused: {page.errors or page.words[:300]}"
    return page


# MARK: questions of one's own


def add_question(client: Client, text: str, *options: str) -> str:
    """A question that is answered in words, or by one of the options; returns the name of its field on the booking page."""
    form = client.get(QUESTIONS + "/new").form("text", "inputType").fill(text=text, inputType="radioButton" if options else "text")
    page = client.submit(form.fill(options="\n".join(options)))
    assert page.status == 200 and not page.errors, f"the question was refused ({page.status}): {page.errors or page.words[:300]}"
    return "question." + page.link(re.escape(text)).rsplit("/", 1)[-1]


def ask_questions(client: Client, service: str, **rules: str) -> Document:
    """Lets a service ask questions, in their order: the field's name without what stands before the id, and the rule."""
    form = client.get(client.get(SERVICES).link(f"^{re.escape(service)}$")).form("name", *(f"asks.{question}" for question in rules))
    for place, (question, rule) in enumerate(rules.items(), start=1):
        form.fill(**{f"asks.{question}": rule, f"place.{question}": place})
    page = client.submit(form)
    assert page.status == 200 and not page.errors, f"the service was refused ({page.status}): {page.errors or page.words[:300]}"
    return page


# MARK: slots and bookings


def slots(kalends, cast: Cast, first: date, days: int, *more: str) -> list[datetime]:
    """Every free start, by the same search that makes the page, asked from the shell."""
    answer = kalends.json(
        "slots", cast.slug, cast.service_slug, "--from", first.isoformat(), "--days", str(days), "--json", *more
    )
    return [moment(slot["start"]) for slot in answer]


def times_on_page(client: Client, cast: Cast, day: date) -> list[datetime]:
    """The starts that the page without scripts offers on a day: each a link to the details that carries its instant."""
    page = client.get(service_page(cast, day))
    assert page.status == 200, f"{page.url}: {page.status}"
    addresses = [urlsplit(address) for address in page.links]
    details = urlsplit(page.url).path + "/details"
    return sorted({moment(parse_qs(address.query)["start"][0]) for address in addresses if address.path == details})


def booking_form(client: Client, cast: Cast, start: datetime, with_whom: str | None = None, **answers) -> Form:
    """The details form of one slot, filled and ready to be sent any number of times."""
    page = client.get(details_page(cast, start, with_whom))
    assert page.status == 200, f"{page.url}: {page.status} {page.errors or page.words[:300]}"
    answers = {"name": cast.customer, "mail": cast.customer_mail} | answers
    return page.form("name", "mail").fill(**answers)


def is_offered(page: Document, start: datetime) -> bool:
    """Whether the details form is for that very time, and not for others since it is gone."""
    return any(("start", instant(start)) in form.values for form in page.forms)


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


MANAGE = r"/manage/[^/]+$"


def is_confirmed(page: Document) -> bool:
    return page.status == 200 and any(re.search(MANAGE, address) for address in page.links)


def is_taken(page: Document) -> bool:
    """The clear refusal when somebody else was quicker."""
    return page.status == 409 and bool(re.search(r"taken|no longer", page.words, re.IGNORECASE))


def is_unavailable(page: Document) -> bool:
    """The clear answer when nothing can be done for now: what is wrong in plain words and, where that is known, when to come back."""
    explained = [" ".join(element.text_content().split()) for element in page.tree.xpath("//main//p")]
    is_known = "Retry-After" in page.response.headers or "cannot be stored" in page.words or "can be stored" in page.words
    return page.status == 503 and page.tree.find(".//h1") is not None and any(len(text) > 40 for text in explained) and is_known


def confirmation(client: Client, page: Document) -> Booking:
    assert is_confirmed(page), f"no confirmation ({page.status}) at {page.url}: {page.errors or page.words[:400]}"
    ics = page.link(r"\.ics")
    calendar = icalendar.Calendar.from_ical(client.session.get(ics, timeout=30).text)
    return Booking(page, page.link(MANAGE), ics, calendar.walk("VEVENT")[0])


def book(kalends, cast: Cast, start: datetime, **answers) -> Booking:
    client = Client(kalends.url)
    return confirmation(client, client.submit(booking_form(client, cast, start, **answers)))


@dataclass(frozen=True)
class Seat:
    """A time with a certain person."""

    start: datetime
    staff: str


def details_pages(kalends, cast: Cast, seats: list[Seat]) -> list[str]:
    """The addresses of the details forms of many seats."""
    return [kalends.url + details_page(cast, seat.start, seat.staff) for seat in seats]


def filled_in(kalends, cast: Cast, seats: list[Seat], pages: list[str], mails: list[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The forms on the pages of many seats, each with its own token, filled in: where each is sent, and its fields. The first is read as a
    person's browser would; the others differ from it in what is known.
    """
    client = Client(kalends.url)
    form = client.get(details_page(cast, seats[0].start, seats[0].staff)).form("name", "mail").fill(name=cast.customer, mail=cast.customer_mail)
    fields = dict(form.values)
    known = {"token", "start", "staff", FIELDS["mail"]}
    assert known <= fields.keys(), f"the form has the fields {sorted(fields)}"
    forms = []
    for seat, page, mail in zip(seats, pages, mails, strict=True):
        token = re.search(r'name="token" value="([^"]+)"', page)
        assert token and f'value="{instant(seat.start)}"' in page, f"no form for {seat}: {page[:400]}"
        own = {"token": token.group(1), "start": instant(seat.start), "staff": seat.staff, FIELDS["mail"]: mail}
        forms.append((form.action, list((fields | own).items())))
    return forms


class MonthSearch:
    """Every free slot of the next 30 days of all people, over HTTP."""

    days = 30

    def __init__(self, kalends, cast: Cast):
        self.zone = ZoneInfo(cast.zone)
        self.first = datetime.now(self.zone).date() + timedelta(days=1)
        self.url = f"{kalends.url}/b/{cast.slug}/{cast.service_slug}/slots.json?days={self.days}"


# MARK: calendars


def connect_calendar(client: Client, address: str, user: str, password: str) -> Document:
    """Fills in the connection form; the answer is the choice of calendars or the form with its error."""
    page = client.get(client.get(CALENDARS).link(r"/admin/calendars/connect"))
    return client.submit(page.form("server", "user", "password").fill(server=address, user=user, password=password))


def connect_google(client: Client, subject: str, start: str | None = None, untick: str | None = None) -> Document:
    """From the list of connections to Google's page and back; the answer is the choice of calendars, or the page with its error."""
    page = client.get(start or client.get(CALENDARS).link(r"/admin/calendars/connect"))
    page = client.get(page.link("Connect with Google"))
    return google_consent(client, page.link("Continue to Google"), subject, untick)


def google_consent(client: Client, address: str, subject: str, untick: str | None = None) -> Document:
    """What somebody decides on Google's page: which account, and which ticks. Leads back to where Kalends shows what came of it."""
    form = client.get(address).form("person").fill(person=subject)
    for box in [field for field in form.fields if field.get("name") == "scope"]:
        form.put(box, not (untick and box.get("value").endswith(untick)))
    return client.submit(form)


def agree(client: Client, page: Document, way: int = 0) -> Document:
    """Says yes to what a dry run shows; where none is shown, the page as it is."""
    ways = [form for form in page.forms if "agreed" in dict(form.values)]
    return client.submit(ways[way]) if ways else page


def save_sync_settings(client: Client, person: str = "", existing: bool = False, **values) -> Document:
    """Fills in the sync settings of everybody, or of the person to whom a link leads, and agrees to what is shown."""
    page = client.get(SYNC_SETTINGS)
    if person:
        page = client.get(page.link(person))
    page = agree(client, client.submit(page.form("sendsBookings", "moves").fill(**values)), way=1 if existing else 0)
    assert page.status == 200 and not page.errors, f"the settings were not saved ({page.status}): {page.errors or page.words[:400]}"
    return page


def offer_when_nobody_is_let_in(client: Client) -> None:
    """The business lets people book times as they were last known, also of a person whose calendar cannot be read any more."""
    page = client.submit(client.get(SETTINGS).form("deadCalendars").fill(deadCalendars="offer"))
    assert page.status == 200 and not page.errors, f"the settings were not saved ({page.status}): {page.errors or page.words[:400]}"


def confirm_later(client: Client) -> None:
    """The business lets people book times of somebody whose calendar cannot be looked at, and confirms them once it could be."""
    page = client.submit(client.get(SETTINGS).form("staleCalendars", "deadCalendars").fill(staleCalendars="confirm", deadCalendars="confirm"))
    assert page.status == 200 and not page.errors, f"the settings were not saved ({page.status}): {page.errors or page.words[:400]}"


def share_appointments(client: Client, cast: Cast, places: int) -> None:
    """Several customers may share an appointment of the service."""
    service = client.get(client.get(SERVICES).link(cast.service))
    page = client.submit(service.form("duration").fill(maximumAttendeesCount=places))
    assert page.status == 200 and not page.errors, f"the service was not saved ({page.status}): {page.errors or page.words[:400]}"


def places(kalends, cast: Cast, start: datetime) -> int | None:
    """How many places are left at a start, as the page's JSON tells it; none for a start that is not offered."""
    answer = requests.get(f"{kalends.url}/b/{cast.slug}/{cast.service_slug}/slots.json", timeout=30).json()
    told = [dict(zip(person["starts"], person["places"], strict=True)).get(int(start.timestamp())) for person in answer["staff"]]
    return next((count for count in told if count is not None), None)


def link_calendar(client: Client, page: Document, name: str | None = None) -> Document:
    """Chooses where bookings are written, and lets the same calendar close time; unnamed, what the page proposes."""
    form = page.form("linked", "conflicts")
    if name:
        form.fill(linked=name)
        for box in [field for field in form.fields if field.get("name") == "conflicts"]:
            form.put(box, form.label(box) == name)
    page = agree(client, client.submit(form))
    assert page.status == 200 and not page.errors, f"the calendar was not linked ({page.status}): {page.errors or page.words[:400]}"
    return page


def calendar_troubles(client: Client) -> list[str]:
    """What the page says of each calendar that cannot be read: since when and why."""
    trouble = ".//*[contains(concat(' ', @class, ' '), ' trust-bad ')] or contains(., 'Not answering as it should')"
    items = client.get(CALENDARS).tree.xpath(f"//li[{trouble}]")
    return [" ".join(item.text_content().split()) for item in items]


@dataclass
class Conflict:
    """An entry that waits to be settled, with its ways out."""

    words: str
    follow: Form | None
    put_back: Form
    proposals: list[Form]
    ask: Form | None


DECISIONS = ("follow", "putBack", "keep", "move")


def open_conflicts(client: Client) -> list[Conflict]:
    page = client.get(CONFLICTS)
    conflicts = []
    for entry in page.tree.xpath("//section[starts-with(@aria-labelledby, 'conflict-')]"):
        forms = [form for form in page.forms if entry in form.element.iterancestors("section")]
        decisions = {decision: [form for form in forms if ("decision", decision) in form.values] for decision in DECISIONS}
        keep = decisions["putBack"] + decisions["keep"]
        ask = [form for form in forms if form.action.endswith("/ask")]
        conflicts.append(
            Conflict(
                " ".join(entry.text_content().split()), next(iter(decisions["follow"]), None), keep[0], decisions["move"],
                next(iter(ask), None),
            )
        )  # fmt: skip
    return conflicts


def asked_address(mail) -> str:
    """The page to which a mail with a question leads."""
    return re.search(r"https?://\S+/question/\S+", mail.text).group(0)


# MARK: webhooks


@dataclass(frozen=True)
class Webhook:
    """A subscription to events: where its page is, and its secret as it was shown."""

    page: str
    secret: str


@dataclass(frozen=True)
class Delivery:
    """What the page of one message says."""

    page: str
    id: str
    words: str
    is_taken: bool
    attempts: list[str]


def make_webhook(client: Client, address: str, *kinds: str) -> Webhook:
    form = client.get(WEBHOOKS).form("name", "address").fill(name=f"Receiver at {address}", address=address)
    form.extra += [("kinds", kind) for kind in kinds]
    page = client.submit(form)
    secrets = page.tree.xpath("//input[@id='secret']/@value")
    assert secrets, f"no secret on {page.url} ({page.status}): {page.errors or page.words[:400]}"
    return Webhook(page.link(r"/admin/webhooks/[^/]+/remove$").removesuffix("/remove"), secrets[0])


def renew_secret(client: Client, webhook: Webhook) -> str:
    page = client.submit(act_of(client.get(webhook.page), "/secret"))
    return page.tree.xpath("//input[@id='secret']/@value")[0]


def send_test(client: Client, webhook: Webhook) -> str:
    """The address of the page that shows what becomes of it."""
    page = client.submit(act_of(client.get(webhook.page), "/test"))
    assert "/deliveries/" in page.url, f"{page.url}: {page.words[:400]}"
    return page.url


def switch_webhook(client: Client, webhook: Webhook) -> Document:
    """Off when it is on, on when it is off."""
    return client.submit(act_of(client.get(webhook.page), "/switch"))


def repeat_delivery(client: Client, page: str) -> Document:
    return client.submit(act_of(client.get(page), "/repeat"))


def webhook_state(client: Client, webhook: Webhook) -> str:
    return " ".join(client.get(webhook.page).tree.xpath("string(//header[contains(@class, 'page-head')]//*[contains(@class, 'trust-inline')])").split())


def deliveries(client: Client, webhook: Webhook) -> list[str]:
    """The pages of the messages, in the order of the events."""
    return [page for page in reversed(client.get(webhook.page).links) if "/deliveries/" in page]


def delivery(client: Client, page: str) -> Delivery:
    shown = client.get(page)
    head = " ".join(shown.tree.xpath("string(//header[contains(@class, 'page-head')])").split())
    attempts = [" ".join(item.text_content().split()) for item in shown.tree.xpath("//ol/li")]
    (message,) = shown.tree.xpath("//dl/dd[starts-with(normalize-space(), 'msg_')]")
    return Delivery(page, message.text_content().strip(), shown.words, "Taken" in head, attempts)


def act_of(page: Document, ending: str) -> Form:
    """The form of a page that is sent to an address of that ending."""
    found = [form for form in page.forms if form.action.endswith(ending)]
    assert found, f"no form for {ending} on {page.url}: {[form.action for form in page.forms]}"
    return found[0]


def sync_now(kalends) -> None:
    kalends.command("sync")
