"""A calendar as its owner has it in a program of their own: the same words for CalDAV and for Google."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import caldav
from harness.google_stand_in import GoogleStandIn

# What the owner enters is known by its title.
OWN = "Outside"


@dataclass(frozen=True)
class Entry:
    """An event as it stands there."""

    id: str
    title: str
    start: datetime
    end: datetime

    @property
    def is_of_kalends(self) -> bool:
        return not self.title.startswith(OWN)


class CalDAVCalendar:
    """Through Python's CalDAV client."""

    def __init__(self, calendar: caldav.Calendar):
        self.calendar = calendar

    def entries(self) -> list[Entry]:
        found = []
        for event in self.calendar.events():
            component = event.icalendar_instance.walk("VEVENT")[0]
            start, end = (component[name].dt.astimezone(timezone.utc) for name in ("DTSTART", "DTEND"))
            found.append(Entry(str(event.url), str(component["SUMMARY"]), start, end))
        return found

    def add(self, title: str, start: datetime, minutes: int) -> None:
        self.calendar.save_event(dtstart=start, dtend=start + timedelta(minutes=minutes), summary=title)

    def _event(self, entry: Entry) -> caldav.Event:
        return self.calendar.event_by_url(entry.id)

    def move(self, entry: Entry, start: datetime) -> None:
        event = self._event(entry)
        component = event.icalendar_instance.walk("VEVENT")[0]
        component["DTSTART"].dt, component["DTEND"].dt = start, start + (entry.end - entry.start)
        event.save()

    def retitle(self, entry: Entry, title: str) -> None:
        event = self._event(entry)
        event.icalendar_instance.walk("VEVENT")[0]["SUMMARY"] = title
        event.save()

    def delete(self, entry: Entry) -> None:
        self._event(entry).delete()


class GoogleCalendar:
    """By hand in the stand-in, and read by Google's own client."""

    def __init__(self, google: GoogleStandIn, subject: str, email: str):
        self.google, self.email = google, email
        self.api = google.api(google.credentials(subject))

    def entries(self) -> list[Entry]:
        found, page = [], None
        while True:
            answer = self.api.events().list(calendarId=self.email, pageToken=page).execute()
            for event in answer["items"]:
                start, end = (datetime.fromisoformat(event[name]["dateTime"]).astimezone(timezone.utc) for name in ("start", "end"))
                found.append(Entry(event["id"], event.get("summary", ""), start, end))
            page = answer.get("nextPageToken")
            if not page:
                return found

    def add(self, title: str, start: datetime, minutes: int) -> None:
        times = {"start": start, "end": start + timedelta(minutes=minutes)}
        event = {"summary": title} | {name: {"dateTime": moment.isoformat()} for name, moment in times.items()}
        self.google.edit("addEvent", calendar=self.email, event=event)

    def move(self, entry: Entry, start: datetime) -> None:
        self.google.edit("moveEvent", calendar=self.email, event=entry.id, start=start.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def retitle(self, entry: Entry, title: str) -> None:
        self.google.edit("changeEvent", calendar=self.email, event=entry.id, change={"summary": title})

    def delete(self, entry: Entry) -> None:
        self.google.edit("deleteEvent", calendar=self.email, event=entry.id)
