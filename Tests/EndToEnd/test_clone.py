"""A clone of a business: by the command line as one file, and by a program that reads everything through the API and makes it anew."""

import json
from contextlib import contextmanager

import pytest
import requests
from harness.kalends import Kalends
from harness.postgres import Postgres
from kalends_client import Client, booking_page, set_up

ORIGINAL = "atelier-nord"


def week(start: str, end: str) -> list[dict]:
    days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    slot = {"startTime": f"{start}:00.0000000", "endTime": f"{end}:00.0000000"}
    return [{"day": day, "timeSlots": [slot] if index < 5 else []} for index, day in enumerate(days)]


def policy(hours: int) -> dict:
    return {
        "timeSlotInterval": "PT15M", "minimumLeadTime": f"PT{hours}H", "maximumAdvance": "P100D", "allowStaffSelection": False,
        "isMeetingInviteToCustomersEnabled": True, "sendConfirmationsToOwner": True,
        "generalAvailability": {"availabilityType": "customWeeklyHours", "businessHours": week("08:00", "18:00")},
        "customAvailabilities": [{"startDate": "2035-12-24", "endDate": "2035-12-26", "availabilityType": "notBookable"}],
    }


# All that the API lets a program say of a business, its staff and its services, by its own names. In a list, ids are places in another one.
BUSINESS = {
    "displayName": "Atelier Nord", "businessType": "Hair", "email": "desk@example.org", "phone": "+49 30 5550100",
    "webSiteUrl": "https://atelier.example.org", "defaultCurrencyIso": "CHF", "languageTag": "de",
    "address": {"street": "Hauptstraße 1", "city": "Berlin", "postalCode": "10969", "state": "BE", "countryOrRegion": "Germany"},
    "businessHours": week("09:00", "17:00"), "schedulingPolicy": policy(3),
    "bookingPageSettings": {
        "accessControl": "unrestricted", "bookingPageColorCode": "#1a7f5a", "businessTimeZone": "Europe/Zurich",
        "customerConsentMessage": "We keep your data.", "enforceOneTimePassword": False, "isBusinessLogoDisplayEnabled": True,
        "isCustomerConsentEnabled": True, "isSearchEngineIndexabilityDisabled": True, "isTimeSlotTimeZoneSetToBusinessTimeZone": True,
        "privacyPolicyWebUrl": "https://example.org/privacy", "termsAndConditionsWebUrl": "https://example.org/terms",
    },
}
STAFF = [
    {
        "displayName": "Ada", "emailAddress": "ada@example.org", "role": "viewer", "timeZone": "Europe/Vienna", "useBusinessHours": False,
        "workingHours": week("07:00", "15:00"), "availabilityIsAffectedByPersonalCalendar": False, "isEmailNotificationEnabled": False,
        "membershipStatus": "pendingAcceptance",
    },
    {"displayName": "Ben", "useBusinessHours": True, "workingHours": week("10:00", "12:00")},
]
QUESTIONS = [
    {"displayName": "First visit?", "answerInputType": "radioButton", "answerOptions": ["yes", "no"]},
    {"displayName": "Why do you come?", "answerInputType": "text"},
]
SERVICES = [
    {
        "displayName": "Colour", "description": "With a talk beforehand.", "notes": "For staff.", "additionalInformation": "Bring a towel.",
        "defaultDuration": "PT1H35M", "preBuffer": "PT10M", "postBuffer": "PT20M", "defaultPrice": 49.9, "defaultPriceType": "startingAt",
        "defaultLocation": {"displayName": "Room 4", "locationEmailAddress": "room@example.org"}, "isLocationOnline": True,
        "isHiddenFromCustomers": False, "isCustomerAllowedToManageBooking": True, "languageTag": "de-DE", "smsNotificationsEnabled": True,
        "defaultReminders": [{"message": "Soon", "offset": "P1D", "recipients": "customer"}],
        "schedulingPolicy": policy(5), "staffMemberIds": [1, 0], "customQuestions": [{"questionId": 1, "isRequired": True}, {"questionId": 0}],
    },
    {"displayName": "Cut", "staffMemberIds": [0]},
]


def key(kalends: Kalends) -> str:
    return kalends.command("token", "create", "--name", "Clone", "--scope", "Bookings.Manage.All").stdout.strip()


class Program:
    """A client of the API that knows nothing but HTTP."""

    def __init__(self, kalends: Kalends):
        self.root = f"{kalends.url}/v1.0/solutions/bookingBusinesses"
        self.headers = {"Authorization": f"Bearer {key(kalends)}"}

    def get(self, path: str = "") -> dict:
        answer = requests.get(self.root + path, headers=self.headers, timeout=30)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.json()

    def post(self, path: str, body: dict) -> dict:
        answer = requests.post(self.root + path, json=body, headers=self.headers, timeout=30)
        assert answer.status_code == 201, f"{path}: {answer.text}"
        return answer.json()

    def serves(self, collection: str) -> bool:
        return requests.get(f"{self.root}/{self.get()['value'][0]['id']}/{collection}", headers=self.headers, timeout=30).status_code == 200

    def business(self, name: str) -> str:
        return next(business["id"] for business in self.get()["value"] if business["displayName"] == name)

    def whole(self, business: str) -> dict:
        """Everything that the API says of a business, but for customers and appointments. Each item is read by itself, as lists leave out
        what is long.
        """
        parts = {"business": self.get(f"/{business}")}
        for collection in COLLECTIONS:
            ids = [item["id"] for item in self.get(f"/{business}/{collection}")["value"]] if self.serves(collection) else []
            parts[collection] = [self.get(f"/{business}/{collection}/{item}") for item in ids]
        return parts

    def make(self, parts: dict, **changes) -> str:
        """Makes a business of what was read: bodies are sent as they came, with the new ids in the place of the old ones."""
        ids: dict[str, str] = {}
        business = self.post("", parts["business"] | changes)["id"]
        for collection in COLLECTIONS:
            for item in parts[collection]:
                ids[item["id"]] = self.post(f"/{business}/{collection}", renamed(item, ids))["id"]
        return business


# Services name the others, so they come last.
COLLECTIONS = ["staffMembers", "customQuestions", "services"]


def renamed(value, ids: dict[str, str]):
    if isinstance(value, dict):
        return {name: renamed(part, ids) for name, part in value.items()}
    if isinstance(value, list):
        return [renamed(part, ids) for part in value]
    return ids.get(value, value) if isinstance(value, str) else value


OWN = {"@odata.context", "@odata.etag", "createdDateTime", "lastUpdatedDateTime", "publicUrl", "webUrl", "isPublished"}


def comparable(parts: dict) -> dict:
    """What was read, without what is every business's own, and with places instead of ids."""
    places = {item["id"]: f"{collection} {n}" for collection in COLLECTIONS for n, item in enumerate(parts[collection])}
    places[parts["business"]["id"]] = "business"

    def without(value):
        if isinstance(value, dict):
            return {name: without(part) for name, part in value.items() if name not in OWN}
        return [without(part) for part in value] if isinstance(value, list) else value

    return renamed(without(parts), places)


def original(program: Program) -> str:
    """A business of which everything was said."""
    parts = {"business": BUSINESS, "staffMembers": [], "customQuestions": [], "services": []}
    business = program.make(parts)
    staff = [program.post(f"/{business}/staffMembers", person)["id"] for person in STAFF]
    asks = program.serves("customQuestions")
    questions = [program.post(f"/{business}/customQuestions", question)["id"] for question in QUESTIONS] if asks else []
    for service in SERVICES:
        body = service | {"staffMemberIds": [staff[n] for n in service["staffMemberIds"]]}
        asked = [asked | {"questionId": questions[asked["questionId"]]} for asked in service.get("customQuestions", [])] if asks else []
        program.post(f"/{business}/services", body | {"customQuestions": asked})
    return business


@contextmanager
def on_sqlite(folder):
    yield {}


@contextmanager
def on_postgresql(folder):
    server = Postgres().start()
    try:
        yield {"KALENDS_DATABASE_URL": server.database("clone")}
    finally:
        server.stop()


@pytest.fixture(params=[on_sqlite, on_postgresql])
def kalends(request, tmp_path, cast):
    with request.param(tmp_path) as settings:
        kalends = Kalends(tmp_path / "kalends", **settings).start()
        try:
            set_up(kalends, cast)
            yield kalends
        finally:
            kalends.stop()


# MARK: through the API


def test_a_program_clones_a_business_through_the_api(kalends):
    program = Program(kalends)
    first = original(program)
    read = program.whole(first)
    # The original says what it was told.
    for name, value in BUSINESS.items():
        assert read["business"][name] == value or name == "schedulingPolicy", name
    assert len(read["staffMembers"]) == len(read["services"]) == 2
    second = program.make(read)
    assert second != first
    assert comparable(program.whole(second)) == comparable(read)
    # What the program did not look at is the same too.
    files = [kalends.command("business", "export", business).stdout for business in (first, second)]
    assert files[0].replace(f'"slug": "{ORIGINAL}"', f'"slug": "{ORIGINAL}-2"') == files[1] and files[0] != files[1]


# MARK: by the command line


def test_the_export_of_a_copy_equals_that_of_the_original(kalends, tmp_path, cast):
    program = Program(kalends)
    first = original(program)
    exported = kalends.command("business", "export", ORIGINAL).stdout
    file = tmp_path / "atelier.json"
    file.write_text(exported)
    outcome = kalends.command("business", "import", str(file), "--as", "atelier-sued", "--name", "Atelier Süd")
    assert "Atelier Süd is there, with 2 people and 2 services." in outcome.stdout and "/b/atelier-sued" in outcome.stdout
    again = kalends.command("business", "export", "atelier-sued").stdout
    named = [(f'"slug": "{ORIGINAL}"', '"slug": "atelier-sued"'), ('"displayName": "Atelier Nord"', '"displayName": "Atelier Süd"')]
    for before, after in named:
        assert exported.count(before) == 1
        exported = exported.replace(before, after)
    assert again == exported
    # The server that runs sees it at once; the API tells the same of both, but for the name.
    copy = program.business("Atelier Süd")
    ours, theirs = comparable(program.whole(first)), comparable(program.whole(copy))
    theirs["business"]["displayName"] = ours["business"]["displayName"]
    assert theirs == ours
    # Another instance gives the very same bytes.
    other = Kalends(tmp_path / "other").start()
    try:
        set_up(other, cast)
        other.command("business", "import", "-", "--publish", text=again)
        assert other.command("business", "export", "atelier-sued").stdout == again
        assert "Colour" in Client(other.url).get("/b/atelier-sued").words
    finally:
        other.stop()


def test_what_the_admin_app_made_can_be_copied(kalends, cast):
    text = kalends.command("business", "export", cast.slug).stdout
    kalends.command("business", "import", "-", "--as", "second", "--publish", text=text)
    assert json.loads(text)["staffMembers"][0]["displayName"] == cast.administrator
    assert cast.service in Client(kalends.url).get(booking_page(cast).replace(cast.slug, "second")).words


def test_customers_and_appointments_stay_behind(kalends):
    program = Program(kalends)
    business = original(program)
    program.post(f"/{business}/customers", {"displayName": "Cleo", "emailAddress": "cleo@example.org"})
    text = kalends.command("business", "export", ORIGINAL).stdout
    assert "Cleo" not in text and "cleo@example.org" not in text
