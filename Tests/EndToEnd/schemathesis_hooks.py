"""Gives half of the valid requests that schemathesis makes up something that exists to be about; ids cannot be guessed."""

import datetime
import itertools
import json
import os

import schemathesis
from schemathesis import GenerationMode

KNOWN = json.loads(os.environ["KALENDS_KNOWN_THINGS"])
BOOKED_BY_POST = {"/solutions/bookingBusinesses/{business}/appointments", "/solutions/bookingBusinesses/{business}/calendarView"}
numbers = itertools.count()


def moment(days: float) -> dict:
    start = datetime.datetime.fromisoformat(KNOWN["at"]) + datetime.timedelta(days=days)
    return {"dateTime": start.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def is_positive(case) -> bool:
    return case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE


@schemathesis.hook
def map_case(context, case):
    path = case.operation.path
    if not is_positive(case) or next(numbers) % 2 or "{business}" not in path or path.endswith("{business}"):
        return case
    if case.path_parameters:
        for name, value in KNOWN["ids"].items():
            if name in case.path_parameters and case.method != "DELETE":
                case.path_parameters[name] = value
    number = next(numbers)
    if case.method == "POST" and path in BOOKED_BY_POST and isinstance(case.body, dict):
        case.body |= {
            "serviceId": KNOWN["ids"]["service"],
            "staffMemberIds": [KNOWN["ids"]["staffMember"]],
            "startDateTime": moment(number / 8),
            "endDateTime": None,
            "duration": "PT30M",
            "preBuffer": "PT0S",
            "postBuffer": "PT0S",
        }
    if path.endswith("/getStaffAvailability") and isinstance(case.body, dict):
        case.body |= {"staffIds": [KNOWN["ids"]["staffMember"]], "startDateTime": moment(0), "endDateTime": moment(1)}
    if isinstance(case.query, dict) and {"start", "end"} <= case.query.keys():
        case.query |= {"start": moment(0)["dateTime"] + "Z", "end": moment(7)["dateTime"] + "Z"}
    return case
