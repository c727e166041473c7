"""Every writable property of Graph Bookings, twice, with other values the second time; in the models of Microsoft's own client."""

import datetime

from msgraph.generated.models.answer_input_type import AnswerInputType
from msgraph.generated.models.booking_appointment import BookingAppointment
from msgraph.generated.models.booking_business import BookingBusiness
from msgraph.generated.models.booking_custom_question import BookingCustomQuestion
from msgraph.generated.models.booking_customer import BookingCustomer
from msgraph.generated.models.booking_customer_information import BookingCustomerInformation
from msgraph.generated.models.booking_page_access_control import BookingPageAccessControl
from msgraph.generated.models.booking_page_settings import BookingPageSettings
from msgraph.generated.models.booking_price_type import BookingPriceType
from msgraph.generated.models.booking_question_answer import BookingQuestionAnswer
from msgraph.generated.models.booking_question_assignment import BookingQuestionAssignment
from msgraph.generated.models.booking_reminder import BookingReminder
from msgraph.generated.models.booking_reminder_recipients import BookingReminderRecipients
from msgraph.generated.models.booking_scheduling_policy import BookingSchedulingPolicy
from msgraph.generated.models.booking_service import BookingService
from msgraph.generated.models.booking_staff_member import BookingStaffMember
from msgraph.generated.models.booking_staff_membership_status import BookingStaffMembershipStatus
from msgraph.generated.models.booking_staff_role import BookingStaffRole
from msgraph.generated.models.booking_work_hours import BookingWorkHours
from msgraph.generated.models.booking_work_time_slot import BookingWorkTimeSlot
from msgraph.generated.models.bookings_availability import BookingsAvailability
from msgraph.generated.models.bookings_availability_window import BookingsAvailabilityWindow
from msgraph.generated.models.bookings_service_availability_type import BookingsServiceAvailabilityType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.day_of_week import DayOfWeek
from msgraph.generated.models.location import Location
from msgraph.generated.models.location_unique_id_type import LocationUniqueIdType
from msgraph.generated.models.outlook_geo_coordinates import OutlookGeoCoordinates
from msgraph.generated.models.phone import Phone
from msgraph.generated.models.phone_type import PhoneType
from msgraph.generated.models.physical_address import PhysicalAddress

DAYS = [
    DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday,
]


def minutes(count: int) -> datetime.timedelta:
    return datetime.timedelta(minutes=count)


def week(start: int, end: int) -> list[BookingWorkHours]:
    """The same hours from Monday to Friday, in two stretches; closed at the weekend."""

    def slot(first: int, last: int) -> BookingWorkTimeSlot:
        return BookingWorkTimeSlot(start_time=datetime.time(first), end_time=datetime.time(last))

    return [
        BookingWorkHours(day=day, time_slots=[slot(start, 12), slot(13, end)] if index < 5 else []) for index, day in enumerate(DAYS)
    ]


def address(street: str) -> PhysicalAddress:
    return PhysicalAddress(city="Berlin", country_or_region="Germany", postal_code="10969", state="BE", street=street)


def location(name: str) -> Location:
    return Location(
        display_name=name, address=address("Lindenstraße 9"), location_email_address="room@example.org",
        location_uri="https://example.org/room", unique_id="room-1", unique_id_type=LocationUniqueIdType.Private,
        coordinates=OutlookGeoCoordinates(accuracy=5.0, altitude=34.5, altitude_accuracy=1.5, latitude=52.5, longitude=13.25),
    )


def policy(interval: int) -> BookingSchedulingPolicy:
    return BookingSchedulingPolicy(
        time_slot_interval=minutes(interval), minimum_lead_time=datetime.timedelta(hours=3), maximum_advance=datetime.timedelta(days=60),
        allow_staff_selection=interval == 15, send_confirmations_to_owner=interval == 15,
        is_meeting_invite_to_customers_enabled=interval == 15,
        general_availability=BookingsAvailability(
            availability_type=BookingsServiceAvailabilityType.CustomWeeklyHours, business_hours=week(8, 18)),
        custom_availabilities=[
            BookingsAvailabilityWindow(
                start_date=datetime.date(2035, 12, 24), end_date=datetime.date(2035, 12, 26),
                availability_type=BookingsServiceAvailabilityType.NotBookable),
            BookingsAvailabilityWindow(
                start_date=datetime.date(2036, 1, 7), end_date=datetime.date(2036, 1, 11),
                availability_type=BookingsServiceAvailabilityType.CustomWeeklyHours, business_hours=week(10, 16)),
        ],
    )


def business(number: int) -> BookingBusiness:
    first = number == 1
    return BookingBusiness(
        display_name=f"Studio {number}", business_type="Hair" if first else "Nails", email=f"studio{number}@example.org",
        phone=f"+49 30 555010{number}", web_site_url=f"https://studio{number}.example.org", default_currency_iso="EUR" if first else "CHF",
        language_tag="en-GB" if first else "de-DE", address=address(f"Hauptstraße {number}"), business_hours=week(8, 17 + number),
        scheduling_policy=policy(15 if first else 30),
        booking_page_settings=BookingPageSettings(
            access_control=BookingPageAccessControl.Unrestricted if first else BookingPageAccessControl.RestrictedToOrganization,
            booking_page_color_code="#1a7f5a" if first else "#7a4a00", business_time_zone="Europe/Berlin" if first else "Europe/Vienna",
            customer_consent_message=f"We keep your data, {number}.", enforce_one_time_password=not first,
            is_business_logo_display_enabled=first, is_customer_consent_enabled=first, is_search_engine_indexability_disabled=first,
            is_time_slot_time_zone_set_to_business_time_zone=first, privacy_policy_web_url=f"https://example.org/privacy{number}",
            terms_and_conditions_web_url=f"https://example.org/terms{number}"),
    )


def staff_member(number: int) -> BookingStaffMember:
    first = number == 1
    return BookingStaffMember(
        odata_type="#microsoft.graph.bookingStaffMember", display_name=f"Person {number}", email_address=f"person{number}@example.org",
        role=BookingStaffRole.Viewer if first else BookingStaffRole.ExternalGuest,
        time_zone="Europe/Vienna" if first else "America/New_York",
        use_business_hours=not first, working_hours=week(7, 15 + number), availability_is_affected_by_personal_calendar=not first,
        is_email_notification_enabled=not first,
        membership_status=BookingStaffMembershipStatus.PendingAcceptance if first else BookingStaffMembershipStatus.Active,
    )


def customer(number: int) -> BookingCustomer:
    return BookingCustomer(
        odata_type="#microsoft.graph.bookingCustomer", display_name=f"Customer {number}", email_address=f"customer{number}@example.org",
        addresses=[address(f"Gasse {number}"), address("Weg 2")],
        phones=[
            Phone(number=f"+49 30 555020{number}", type=PhoneType.Mobile, language="de", region="DE"),
            Phone(number="+49 30 5550299", type=PhoneType.Home),
        ],
    )


def reminders(number: int) -> list[BookingReminder]:
    return [
        BookingReminder(message=f"Soon, {number}", offset=datetime.timedelta(days=number), recipients=BookingReminderRecipients.Customer),
        BookingReminder(message="Very soon", offset=minutes(90), recipients=BookingReminderRecipients.AllAttendees),
    ]


def choice(number: int) -> BookingCustomQuestion:
    """A question with options."""
    first = number == 1
    return BookingCustomQuestion(
        display_name="First visit?" if first else "How often were you here?", answer_input_type=AnswerInputType.RadioButton,
        answer_options=["yes", "no"] if first else ["never", "once", "often"])


def words(number: int) -> BookingCustomQuestion:
    """A question that is answered in words."""
    return BookingCustomQuestion(
        display_name=f"How do you come, {number}?", answer_input_type=AnswerInputType.Text, answer_options=[])


def answers(number: int, questions: list[str]) -> list[BookingQuestionAnswer]:
    """What somebody answers to a choice and to a question in words, as the service asks them."""
    asked = [choice(number), words(number)]
    said = [("", ["yes" if number == 1 else "often"]), (f"By tram, {number}", [])]
    return [
        BookingQuestionAnswer(
            question_id=question, question=known.display_name, answer_input_type=known.answer_input_type,
            answer_options=known.answer_options, is_required=(number == 1) == (place == 0), answer=answer, selected_options=selected)
        for place, (question, known, (answer, selected)) in enumerate(zip(questions, asked, said))
    ]


def service(number: int, staff: list[str], questions: list[str] = ()) -> BookingService:
    first = number == 1
    return BookingService(
        display_name=f"Service {number}", description=f"What it is, {number}", additional_information=f"Bring a towel, {number}",
        notes=f"For us, {number}", default_duration=minutes(45 if first else 60), default_price=49.9 if first else 120.0,
        default_price_type=BookingPriceType.StartingAt if first else BookingPriceType.CallUs, default_location=location(f"Room {number}"),
        default_reminders=reminders(number), is_anonymous_join_enabled=first, is_customer_allowed_to_manage_booking=first,
        is_hidden_from_customers=first, is_location_online=not first, language_tag="en-US" if first else "fr-FR",
        maximum_attendees_count=1 if first else 8, pre_buffer=minutes(5 * number), post_buffer=minutes(10 * number),
        scheduling_policy=policy(15 if first else 30), sms_notifications_enabled=first, staff_member_ids=staff,
        custom_questions=[
            BookingQuestionAssignment(question_id=question, is_required=first == (place == 0)) for place, question in enumerate(questions)
        ],
    )


def moment(start: datetime.datetime) -> DateTimeTimeZone:
    return DateTimeTimeZone(date_time=start.strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC")


def guest(
    number: int, name: str, email: str, questions: list[str] = (), customer_id: str | None = None
) -> BookingCustomerInformation:
    """A customer within an appointment."""
    return BookingCustomerInformation(
        odata_type="#microsoft.graph.bookingCustomerInformation", customer_id=customer_id, name=name, email_address=email,
        phone=f"+49 30 555030{number}", notes=f"By the door, {number}", time_zone="Europe/Vienna", location=location(f"Home {number}"),
        custom_question_answers=answers(number, questions))


def appointment(
    number: int, service_id: str, staff: list[str], start: datetime.datetime, questions: list[str] = (), customer_id: str | None = None
) -> BookingAppointment:
    first = number == 1
    return BookingAppointment(
        service_id=service_id, service_name=f"Something else {number}", staff_member_ids=staff, start_date_time=moment(start),
        end_date_time=moment(start + minutes(45 if first else 75)), pre_buffer=minutes(5 * number), post_buffer=minutes(10 * number),
        price=12.5 * number, price_type=BookingPriceType.Hourly if first else BookingPriceType.FixedPrice,
        additional_information=f"Mind the dog, {number}", anonymous_join_web_url=f"https://example.org/anonymous{number}",
        join_web_url=f"https://example.org/join{number}", appointment_label=f"Label {number}", is_customer_allowed_to_manage_booking=first,
        is_location_online=False, maximum_attendees_count=1, opt_out_of_customer_email=first, reminders=reminders(number),
        service_location=location(f"Hall {number}"), service_notes=f"For us, {number}", sms_notifications_enabled=first,
        customer_name=f"Guest {number}", customer_email_address="guest@example.org", customer_phone=f"+49 30 555030{number}",
        customer_notes=f"By the door, {number}", customer_time_zone="Europe/Vienna",
        customers=[guest(number, f"Guest {number}", "guest@example.org", questions, customer_id)],
    )
