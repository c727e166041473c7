"""Microsoft's own Python client for Graph, unmodified, pointed at Kalends: every operation of Bookings, every writable property."""

import datetime
import json

import pytest
import requests
from graph_bodies import appointment, business, customer, moment, service, staff_member
from harness.graph import Graph, missing, plain, token
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.booking_currency import BookingCurrency
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


def operations(kalends) -> set[tuple[str, str]]:
    """Method and path of all that Kalends says it serves in the shape of Graph; what it adds, no client of Microsoft's knows."""
    description = requests.get(f"{kalends.url}/openapi.json", timeout=30).json()
    return {
        (method.upper(), "/".join("*" if part.startswith("{") else part for part in path.split("/")))
        for path, item in description["paths"].items()
        if path.startswith("/solutions")
        for method in item
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

        cut = await one.services.post(service(1, [anna.id, ben.id]))
        assert [known.id for known in (await one.services.get()).value] == [cut.id]
        assert await one.services.count.get() == 1
        await one.services.by_booking_service_id(cut.id).patch(service(1, [anna.id, ben.id]))
        assert (await one.services.by_booking_service_id(cut.id).get()).display_name == "Service 1"

        carl = await one.customers.post(customer(1))
        assert [known.display_name for known in (await one.customers.get()).value] == ["Customer 1"]
        assert await one.customers.count.get() == 1
        await one.customers.by_booking_customer_base_id(carl.id).patch(customer(2))
        assert (await one.customers.by_booking_customer_base_id(carl.id).get()).email_address == "customer2@example.org"

        day = at.replace(hour=0)
        list_window = window(CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters, day)
        count_window = window(CountRequestBuilder.CountRequestBuilderGetQueryParameters, day)
        first = await one.appointments.post(appointment(1, cut.id, [anna.id], at))
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

        question = GetStaffAvailabilityPostRequestBody(
            staff_ids=[anna.id, ben.id], start_date_time=moment(day), end_date_time=moment(day + datetime.timedelta(days=1)))
        answer = (await one.get_staff_availability.post(question)).value
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
        await one.services.by_booking_service_id(cut.id).delete()
        await one.staff_members.by_booking_staff_member_base_id(ben.id).delete()
        await one.delete()
        assert (await refusal(one.get())).error.code == "itemNotFound"
        assert await businesses.count.get() == before

    graph.run(work)
    assert operations(kalends) - graph.seen == set()
    assert {request for request in graph.refused if request[2] == 405} == REFUSED
    assert not [request for request in graph.requests if request[2] >= 500]


def test_every_writable_property_is_read_back_by_another_client_after_a_restart(kalends, graph, at):
    async def make(client):
        one_business = await client.solutions.booking_businesses.post(business(1))
        one = client.solutions.booking_businesses.by_booking_business_id(one_business.id)
        person = await one.staff_members.post(staff_member(1))
        cut = await one.services.post(service(1, [person.id]))
        guest = await one.customers.post(customer(1))
        visit = await one.appointments.post(appointment(1, cut.id, [person.id], at))
        return one_business.id, person.id, cut.id, guest.id, visit.id

    ids = graph.run(make)

    def read():
        kalends.restart()
        other = Graph(kalends.url, token(kalends))

        async def work(client):
            one = client.solutions.booking_businesses.by_booking_business_id(ids[0])
            return [
                plain(await one.get()),
                plain(await one.staff_members.by_booking_staff_member_base_id(ids[1]).get()),
                plain(await one.services.by_booking_service_id(ids[2]).get()),
                plain(await one.customers.by_booking_customer_base_id(ids[3]).get()),
                plain(await one.appointments.by_booking_appointment_id(ids[4]).get()),
            ]

        return other.run(work)

    def wanted(number: int, start: datetime.datetime):
        bodies = [
            business(number), staff_member(number), service(number, [ids[1]]), customer(number),
            appointment(number, ids[2], [ids[1]], start),
        ]
        return [plain(body) for body in bodies]

    for body, found in zip(wanted(1, at), read()):
        assert missing(body, found) == []

    async def change(client):
        one = client.solutions.booking_businesses.by_booking_business_id(ids[0])
        await one.patch(business(2))
        await one.staff_members.by_booking_staff_member_base_id(ids[1]).patch(staff_member(2))
        await one.services.by_booking_service_id(ids[2]).patch(service(2, [ids[1]]))
        await one.customers.by_booking_customer_base_id(ids[3]).patch(customer(2))
        await one.appointments.by_booking_appointment_id(ids[4]).patch(appointment(2, ids[2], [ids[1]], at + datetime.timedelta(days=1)))

    Graph(kalends.url, token(kalends)).run(change)
    for body, found in zip(wanted(2, at + datetime.timedelta(days=1)), read()):
        assert missing(body, found) == []


def test_what_was_read_can_be_written_back_as_it_is(kalends, graph, at):
    async def work(client):
        made = await client.solutions.booking_businesses.post(business(1))
        one = client.solutions.booking_businesses.by_booking_business_id(made.id)
        person = await one.staff_members.post(staff_member(2))
        cut = await one.services.post(service(1, [person.id]))
        guest = await one.customers.post(customer(1))
        visit = await one.appointments.post(appointment(1, cut.id, [person.id], at))
        items = [
            one, one.staff_members.by_booking_staff_member_base_id(person.id), one.services.by_booking_service_id(cut.id),
            one.customers.by_booking_customer_base_id(guest.id), one.appointments.by_booking_appointment_id(visit.id),
        ]
        for item in items:
            before = await item.get()
            kept = plain(before)
            await item.patch(before)
            after = plain(await item.get())
            kept.pop("lastUpdatedDateTime", None), after.pop("lastUpdatedDateTime", None)
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
