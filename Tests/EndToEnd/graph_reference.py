"""What Microsoft's own client knows of Bookings, asked of the client itself: every operation, and every property that can be set."""

import importlib
import inspect
import re
from pathlib import Path
from unittest.mock import Mock

import msgraph.generated.solutions as solutions
from harness.graph import plain
from kiota_abstractions.base_request_builder import BaseRequestBuilder
from kiota_abstractions.serialization import Parsable

VERBS = ["get", "post", "patch", "delete", "put"]

NAVIGATIONS = {"appointments", "calendarView", "customQuestions", "customers", "services", "staffMembers"}
STAMPS = {"id", "createdDateTime", "lastUpdatedDateTime"}

# The types that Bookings has, with what only the server sets. The client has `duration` and never sends it.
READ_ONLY = {
    "BookingBusiness": STAMPS | NAVIGATIONS | {"isPublished", "publicUrl"},
    "BookingAppointment": STAMPS | {"filledAttendeesCount", "selfServiceAppointmentId", "duration"},
    "BookingService": STAMPS | {"webUrl"},
    "BookingStaffMember": STAMPS,
    "BookingCustomer": STAMPS,
    "BookingCustomQuestion": STAMPS,
    "BookingCustomerInformation": set(),
    "BookingQuestionAnswer": set(),
    "BookingQuestionAssignment": set(),
    "BookingSchedulingPolicy": set(),
    "BookingsAvailability": set(),
    "BookingsAvailabilityWindow": set(),
    "BookingPageSettings": set(),
    "BookingReminder": set(),
    "BookingWorkHours": set(),
    "BookingWorkTimeSlot": set(),
    "DateTimeTimeZone": set(),
    "Location": {"locationType"},
    "PhysicalAddress": set(),
    "OutlookGeoCoordinates": set(),
    "Phone": set(),
}


def operations() -> set[tuple[str, str]]:
    """Method and path, a star for each id, of all that the client can ask of Bookings."""
    folder = Path(list(solutions.__path__)[0])
    found = set()
    for file in sorted(folder.rglob("*request_builder.py")):
        name = ".".join(file.relative_to(folder).with_suffix("").parts)
        if "booking" not in name and name != "solutions_request_builder":
            continue
        module = importlib.import_module(f"{solutions.__name__}.{name}")
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and issubclass(kind, BaseRequestBuilder):
                found |= {(verb.upper(), path(kind)) for verb in VERBS if verb in vars(kind)}
    return found


def path(kind: type[BaseRequestBuilder]) -> str:
    template = kind(Mock(), {}).url_template.removeprefix("{+baseurl}")
    return re.sub(r"\{[^?}]*\}", "*", re.sub(r"\{\?.*\}$", "", template).split("?")[0])


def untouched(bodies: list[Parsable]) -> list[str]:
    """Every property of Bookings that can be set, and is set by none of the bodies."""
    known, touched = {}, {}
    for body in bodies:
        gather(body, known, touched)
    missing = [f"{kind}" for kind in READ_ONLY if kind not in known]
    for kind, names in known.items():
        missing += [f"{kind}.{name}" for name in sorted(names - READ_ONLY[kind] - touched[kind])]
    return missing


def gather(model: Parsable, known: dict[str, set[str]], touched: dict[str, set[str]]):
    kind = type(model).__name__
    known[kind] = {name for name in model.get_field_deserializers() if "@" not in name}
    told = {name for name, value in plain(model).items() if value not in (None, [])}
    touched[kind] = touched.get(kind, set()) | told
    for value in vars(model).values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Parsable):
                gather(inner, known, touched)
