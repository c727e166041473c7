"""Microsoft's own Python client for Graph, unmodified, pointed at Kalends: every operation of Bookings, every writable property."""

import datetime
import json

import pytest
import graph_reference
import requests
from graph_bodies import answers, appointment, business, choice, customer, guest, moment, service, staff_member, words
from harness.graph import Graph, missing, plain, token
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.booking_appointment import BookingAppointment
from msgraph.generated.models.booking_currency import BookingCurrency
from msgraph.generated.models.booking_customer_information import BookingCustomerInformation
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.solutions_root import SolutionsRoot
from msgraph.generated.solutions.booking_businesses.item.appointments.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.solutions.booking_businesses.item.calendar_view.calendar_view_request_builder import CalendarViewRequestBuilder
from msgraph.generated.solutions.booking_businesses.item.calendar_view.count.count_request_builder import CountRequestBuilder
from msgraph.generated.solutions.booking_businesses.item.get_staff_availability.get_staff_availability_post_request_body import (
    GetStaffAvailabilityPostRequestBody,
)

# What the client can ask and no Bookings ever granted.
REFUSED = {
    ("PATCH", "/solutions", 405),
    ("POST", "/solutions/bookingCurrencies", 405),
    ("PATCH", "/solutions/bookingCurrencies/*", 405),
    ("DELETE", "/solutions/bookingCurrencies/*", 405),
}


@pytest.fixture
def graph(kalends) -> Graph:
    return Graph(kalends.url, token(kalends))


@pytest.fixture
def at() -> datetime.datetime:
    """A Tuesday morning in some weeks, UTC."""
    today = datetime.datetime.now(datetime.timezone.utc).replace(hour=9, minute=0, second=0, microsecond=0)
    return today + datetime.timedelta(days=15 + (1 - today.weekday()) % 7)


def window(kind, at: datetime.datetime):
    parameters = kind(start=at.isoformat(), end=(at + datetime.timedelta(days=1)).isoformat())
    return RequestConfiguration(query_parameters=parameters)


# The chapters of what Graph has; the others are our own, which its client does not know.
GRAPH = {"solutions", "bookingCurrencies", "bookingBusinesses", "services", "staffMembers", "customers", "customQuestions"}
GRAPH |= {"appointments", "calendarView"}


def operations(kalends) -> set[tuple[str, str]]:
    """Method and path of all that Kalends says it serves in the shape of Graph; what it adds, no client of Microsoft's knows."""
    description = requests.get(f"{kalends.url}/openapi.json", timeout=30).json()
    return {
        (method.upper(), "/".join("*" if part.startswith("{") else part for part in path.split("/")))
        for path, item in description["paths"].items()
        if path.startswith("/solutions")
        for method in item
        if set(item[method]["tags"]) <= GRAPH
    }


async def refusal(work) -> ODataError:
    with pytest.raises(ODataError) as caught:
        await work
    return caught.value


def test_the_client_carries_out_every_operation(kalends, graph, at):
    async def work(client):
        solutions = client.solutions
        await solutions.get()
        assert (await refusal(solutions.patch(SolutionsRoot()))).error.code == "notAllowed"

        currencies = solutions.booking_currencies
        assert {"EUR", "JPY"} <= {currency.id for currency in (await currencies.get()).value}
        assert await currencies.count.get() == len((await currencies.get()).value)
        assert (await currencies.by_booking_currency_id("EUR").get()).symbol == "€"
        await refusal(currencies.post(BookingCurrency(symbol="?")))
        await refusal(currencies.by_booking_currency_id("EUR").patch(BookingCurrency(symbol="?")))
        await refusal(currencies.by_booking_currency_id("EUR").delete())

        businesses = solutions.booking_businesses
        before = await businesses.count.get()
        made = await businesses.post(business(1))
        assert await businesses.count.get() == before + 1
        assert made.id in {known.id for known in (await businesses.get()).value}
        one = businesses.by_booking_business_id(made.id)
        await one.patch(business(1))
        await one.publish.post()
        published = await one.get()
        assert published.is_published and published.public_url.endswith("/b/studio-1")
        await one.unpublish.post()
        closed = await one.get()
        assert not closed.is_published and closed.public_url is None

        anna = await one.staff_members.post(staff_member(1))
        ben = await one.staff_members.post(staff_member(2))
        assert [person.display_name for person in (await one.staff_members.get()).value] == ["Person 1", "Person 2"]
        assert await one.staff_members.count.get() == 2
        person = one.staff_members.by_booking_staff_member_base_id(anna.id)
        await person.patch(staff_member(1))
        assert (await person.get()).display_name == "Person 1"

        visits = await one.custom_questions.post(choice(1))
        ways = await one.custom_questions.post(words(1))
        asked = [visits.id, ways.id]
        assert [known.id for known in (await one.custom_questions.get()).value] == asked
        assert await one.custom_questions.count.get() == 2
        question = one.custom_questions.by_booking_custom_question_id(visits.id)
        assert (await question.patch(choice(2))).answer_options == ["never", "once", "often"]
        await question.patch(choice(1))
        assert (await question.get()).display_name == "First visit?"

        cut = await one.services.post(service(1, [anna.id, ben.id], asked))
        assert [known.id for known in (await one.services.get()).value] == [cut.id]
        assert await one.services.count.get() == 1
        await one.services.by_booking_service_id(cut.id).patch(service(1, [anna.id, ben.id], asked))
        assert (await one.services.by_booking_service_id(cut.id).get()).display_name == "Service 1"

        carl = await one.customers.post(customer(1))
        assert [known.display_name for known in (await one.customers.get()).value] == ["Customer 1"]
        assert await one.customers.count.get() == 1
        await one.customers.by_booking_customer_base_id(carl.id).patch(customer(2))
        assert (await one.customers.by_booking_customer_base_id(carl.id).get()).email_address == "customer2@example.org"

        day = at.replace(hour=0)
        list_window = window(CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters, day)
        count_window = window(CountRequestBuilder.CountRequestBuilderGetQueryParameters, day)
        first = await one.appointments.post(appointment(1, cut.id, [anna.id], at, asked))
        second = await one.calendar_view.post(appointment(1, cut.id, [ben.id], at))
        assert {known.id for known in (await one.appointments.get()).value} == {first.id, second.id}
        assert await one.appointments.count.get() == 2
        assert {known.id for known in (await one.calendar_view.get(list_window)).value} == {first.id, second.id}
        assert await one.calendar_view.count.get(count_window) == 2
        known = one.appointments.by_booking_appointment_id(first.id)
        viewed = one.calendar_view.by_booking_appointment_id(second.id)
        assert (await known.get()).service_notes == "For us, 1" and (await viewed.get()).staff_member_ids == [ben.id]
        later = appointment(2, cut.id, [anna.id], at + datetime.timedelta(hours=3))
        await known.patch(later)
        await viewed.patch(appointment(2, cut.id, [ben.id], at + datetime.timedelta(hours=3)))
        assert (await known.get()).start_date_time.date_time.startswith((at + datetime.timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M:%S"))

        wanted = GetStaffAvailabilityPostRequestBody(
            staff_ids=[anna.id, ben.id], start_date_time=moment(day), end_date_time=moment(day + datetime.timedelta(days=1)))
        answer = (await one.get_staff_availability.post(wanted)).value
        assert [entry.staff_id for entry in answer] == [anna.id, ben.id]
        assert {item.status.value for entry in answer for item in entry.availability_items} == {"available", "busy"}

        await known.cancel.post(CancelPostRequestBody(cancellation_message="Ill, sorry."))
        assert (await refusal(known.get())).error.code == "itemNotFound"
        await viewed.cancel.post(CancelPostRequestBody(cancellation_message="Ill, sorry."))
        third = await one.appointments.post(appointment(1, cut.id, [anna.id], at))
        fourth = await one.appointments.post(appointment(1, cut.id, [ben.id], at))
        await one.appointments.by_booking_appointment_id(third.id).delete()
        await one.calendar_view.by_booking_appointment_id(fourth.id).delete()
        assert await one.appointments.count.get() == 0

        await one.customers.by_booking_customer_base_id(carl.id).delete()
        await question.delete()
        assert [known.id for known in (await one.custom_questions.get()).value] == [ways.id]
        await one.services.by_booking_service_id(cut.id).delete()
        await one.staff_members.by_booking_staff_member_base_id(ben.id).delete()
        await one.delete()
        assert (await refusal(one.get())).error.code == "itemNotFound"
        assert await businesses.count.get() == before

    graph.run(work)
    refused = {request for request in graph.refused if request[2] == 405}
    assert refused == REFUSED
    every = graph_reference.operations()
    assert len(every) == 55 and len({path for _, path in every}) == 30
    assert graph.seen | {(method, path) for method, path, _ in refused} == every
    assert operations(kalends) == graph.seen
    assert not [request for request in graph.requests if request[2] >= 500]


COLLECTIONS = ["staffMembers", "customQuestions", "customQuestions", "services", "customers", "appointments"]


def bodies(number: int, ids: list[str], start: datetime.datetime) -> list:
    """The business, and below it one of each collection, a choice and a question in words."""
    _, person, visits, ways, cut, known, _ = ids
    return [
        business(number), staff_member(number), choice(number), words(number), service(number, [person], [visits, ways]), customer(number),
        appointment(number, cut, [person], start, [visits, ways], known),
    ]


def builders(client, ids: list[str]) -> list:
    one = client.solutions.booking_businesses.by_booking_business_id(ids[0])
    return [
        one, one.staff_members.by_booking_staff_member_base_id(ids[1]), one.custom_questions.by_booking_custom_question_id(ids[2]),
        one.custom_questions.by_booking_custom_question_id(ids[3]), one.services.by_booking_service_id(ids[4]),
        one.customers.by_booking_customer_base_id(ids[5]), one.appointments.by_booking_appointment_id(ids[6]),
    ]


async def make(client, at: datetime.datetime) -> list[str]:
    """Everything once, as the first of the two bodies says; the ids."""
    made = await client.solutions.booking_businesses.post(business(1))
    one = client.solutions.booking_businesses.by_booking_business_id(made.id)
    person = await one.staff_members.post(staff_member(1))
    visits = await one.custom_questions.post(choice(1))
    ways = await one.custom_questions.post(words(1))
    cut = await one.services.post(service(1, [person.id], [visits.id, ways.id]))
    known = await one.customers.post(customer(1))
    visit = await one.appointments.post(appointment(1, cut.id, [person.id], at, [visits.id, ways.id], known.id))
    return [made.id, person.id, visits.id, ways.id, cut.id, known.id, visit.id]


def read_plainly(kalends, ids: list[str]) -> list[dict]:
    """The same as another client reads it."""
    key = {"Authorization": f"Bearer {token(kalends)}"}
    root = f"{kalends.url}/v1.0/solutions/bookingBusinesses/{ids[0]}"
    addresses = [root] + [f"{root}/{collection}/{known}" for collection, known in zip(COLLECTIONS, ids[1:])]
    answers = [requests.get(address, headers=key, timeout=30) for address in addresses]
    assert [answer.status_code for answer in answers] == [200] * 7, [answer.text for answer in answers]
    return [answer.json() for answer in answers]


def test_every_writable_property_is_read_back_by_another_client_after_a_restart(kalends, graph, at):
    ids = graph.run(lambda client: make(client, at))
    later = at + datetime.timedelta(days=1)
    for number, start in [(1, at), (2, later)]:
        assert graph_reference.untouched(bodies(number, ids, start)) == []

    kalends.restart()
    for body, found in zip(bodies(1, ids, at), read_plainly(kalends, ids)):
        assert missing(plain(body), found) == []

    async def change(client):
        for builder, body in zip(builders(client, ids), bodies(2, ids, later)):
            await builder.patch(body)

    Graph(kalends.url, token(kalends)).run(change)
    kalends.restart()
    for body, found in zip(bodies(2, ids, later), read_plainly(kalends, ids)):
        assert missing(plain(body), found) == []


def test_several_customers_share_an_appointment_up_to_its_places(kalends, graph, at, mail_sink):
    def names(known):
        return [entry.name for entry in known.customers]

    async def work(client):
        ids = await make(client, at)
        one = client.solutions.booking_businesses.by_booking_business_id(ids[0])
        lesson = service(2, [ids[1]], ids[2:4])
        lesson.maximum_attendees_count, lesson.is_location_online = 3, False
        lesson = await one.services.post(lesson)
        dora = guest(2, "Dora", "dora@example.org", ids[2:4])
        dora.custom_question_answers = answers(1, ids[2:4])
        wanted = BookingAppointment(
            service_id=lesson.id, staff_member_ids=[ids[1]], start_date_time=moment(at + datetime.timedelta(hours=3)),
            end_date_time=moment(at + datetime.timedelta(hours=4)), maximum_attendees_count=3, customers=[
                BookingCustomerInformation(customer_id=ids[5]), dora, guest(2, "Emil", "emil@example.org"),
            ])
        made = await one.appointments.post(wanted)
        assert names(made) == ["Customer 1", "Dora", "Emil"] and made.filled_attendees_count == made.maximum_attendees_count == 3
        assert [known.answer for known in made.customers[1].custom_question_answers] == ["", "By tram, 1"]

        class_ = one.appointments.by_booking_appointment_id(made.id)
        wanted.customers.append(guest(2, "Fay", "fay@example.org"))
        wanted.start_date_time = moment(at + datetime.timedelta(days=2))
        wanted.end_date_time = moment(at + datetime.timedelta(days=2, hours=1))
        assert (await refusal(one.appointments.post(wanted))).response_status_code == 422
        full = await refusal(class_.patch(BookingAppointment(customers=wanted.customers)))
        assert (full.response_status_code, full.error.target) == (409, "customers")
        assert names(await class_.get()) == ["Customer 1", "Dora", "Emil"]

        await class_.patch(BookingAppointment(maximum_attendees_count=4, customers=wanted.customers))
        assert names(await class_.get()) == ["Customer 1", "Dora", "Emil", "Fay"]
        await class_.patch(BookingAppointment(customers=[wanted.customers[3], wanted.customers[1]]))
        left = await class_.get()
        assert names(left) == ["Dora", "Fay"] and left.filled_attendees_count == 2 and left.maximum_attendees_count == 4
        day = GetStaffAvailabilityPostRequestBody(
            staff_ids=[ids[1]], start_date_time=moment(at.replace(hour=0)), end_date_time=moment(at + datetime.timedelta(days=1)))
        (answer,) = (await one.get_staff_availability.post(day)).value
        assert lesson.id in {item.service_id for item in answer.availability_items if item.status.value == "slotsAvailable"}
        return ids[0], made.id

    business_id, appointment_id = graph.run(work)
    mails = mail_sink.wait_for("emil@example.org", 2)
    assert [mail.subject.split()[0] for mail in mails] == ["Booked", "Cancelled"]
    assert [mail.subject.split()[0] for mail in mail_sink.wait_for("fay@example.org")] == ["Booked"]
    kalends.restart()
    key = {"Authorization": f"Bearer {token(kalends)}"}
    address = f"{kalends.url}/v1.0/solutions/bookingBusinesses/{business_id}/appointments/{appointment_id}"
    found = requests.get(address, headers=key, timeout=30).json()
    assert [entry["emailAddress"] for entry in found["customers"]] == ["dora@example.org", "fay@example.org"]


def test_a_post_that_is_repeated_with_its_key_does_its_work_once(kalends):
    key = {"Authorization": f"Bearer {token(kalends)}", "Idempotency-Key": "one-and-only"}
    address = f"{kalends.url}/v1.0/solutions/bookingBusinesses"
    first = requests.post(address, headers=key, json={"displayName": "Second"}, timeout=30)
    assert first.status_code == 201, first.text
    kalends.restart()
    again = requests.post(address, headers=key, json={"displayName": "Second"}, timeout=30)
    assert (again.status_code, again.text, again.headers["Location"]) == (201, first.text, first.headers["Location"])
    other = requests.post(address, headers=key, json={"displayName": "Third"}, timeout=30)
    assert (other.status_code, other.json()["error"]["target"]) == (422, "Idempotency-Key")
    assert len(requests.get(address, headers=key, timeout=30).json()["value"]) == 2


def test_what_was_read_can_be_written_back_as_it_is(kalends, graph, at):
    async def work(client):
        for item in builders(client, await make(client, at)):
            before = await item.get()
            kept = plain(before)
            await item.patch(before)
            after = plain(await item.get())
            # Whoever writes has written: the stamp says so, and the version with it.
            for name in ["lastUpdatedDateTime", "@odata.etag"]:
                kept.pop(name, None), after.pop(name, None)
            assert json.dumps(after, sort_keys=True) == json.dumps(kept, sort_keys=True)

    graph.run(work)


@pytest.mark.parametrize("setting", [{"accessControl": "restrictedToOrganization"}, {"enforceOneTimePassword": True}])
def test_what_restricts_access_closes_the_page(kalends, cast, setting):
    key = {"Authorization": f"Bearer {token(kalends)}"}
    (only,) = requests.get(f"{kalends.url}/v1.0/solutions/bookingBusinesses", headers=key, timeout=30).json()["value"]
    assert requests.get(f"{kalends.url}/b/{cast.slug}", timeout=30).status_code == 200
    address = f"{kalends.url}/v1.0/solutions/bookingBusinesses/{only['id']}"
    answer = requests.patch(address, headers=key, json={"bookingPageSettings": setting}, timeout=30)
    assert answer.status_code == 204, answer.text
    for path in [f"/b/{cast.slug}", f"/b/{cast.slug}/{cast.service_slug}", f"/b/{cast.slug}/{cast.service_slug}/slots.json"]:
        assert requests.get(f"{kalends.url}{path}", timeout=30).status_code == 404, path
