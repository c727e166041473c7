"""Times: every zone, every clock change, and the same instant on page, in mail, in the .ics and in the store.

The expected slots are computed by Python's `zoneinfo`, which shares no line with the product.
"""

import random
import zoneinfo
from bisect import bisect_right
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from browser_booking import BrowserBooking
from harness.counts import SEED, ZONES
from kalends_client import (
    Cast,
    Client,
    book,
    moment,
    set_hours,
    set_up,
    signed_in,
    slots,
    times_on_page,
)

FIRST_YEAR, LAST_YEAR = 2020, 2035

# Zones that are odd in ways of their own: half-hour changes, changes at midnight, skipped days' neighbours, Ramadan, far offsets.
ODD = [
    "Australia/Lord_Howe", "Africa/Casablanca", "Africa/El_Aaiun", "America/Asuncion", "America/Havana", "America/Nuuk", "America/Scoresbysund",
    "Antarctica/Troll", "Asia/Beirut", "Asia/Gaza", "Asia/Kathmandu", "Asia/Tehran", "Atlantic/Azores", "Europe/Berlin", "Europe/Chisinau",
    "Europe/Dublin", "Pacific/Apia", "Pacific/Chatham", "Pacific/Easter", "Pacific/Kiritimati", "UTC",
]


def zones() -> list[str]:
    """All zones of the system, or the odd ones and a seeded draw of the others."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/")))
    if ZONES >= len(names):
        return names + ["UTC"]
    others = [name for name in names if name not in ODD]
    return ODD + random.Random(SEED).sample(others, max(0, ZONES - len(ODD)))


def changes(zone: ZoneInfo) -> list[date]:
    """The local dates on which the clock changes, found by looking at every day and halving."""
    found = []
    day = date(FIRST_YEAR, 1, 1)
    offset = lambda seconds: datetime.fromtimestamp(seconds, zone).utcoffset()  # noqa: E731
    low = int(datetime(FIRST_YEAR, 1, 1, tzinfo=timezone.utc).timestamp())
    end = int(datetime(LAST_YEAR, 12, 31, tzinfo=timezone.utc).timestamp())
    while low < end:
        high = low + 86_400
        if offset(low) != offset(high):
            a, b = low, high
            while b - a > 1:
                middle = (a + b) // 2
                a, b = (middle, b) if offset(middle) == offset(a) else (a, middle)
            found.append(datetime.fromtimestamp(b, zone).date())
        low = high
    return sorted(set(found)) or [day]


def first_instant_at_or_after(zone: ZoneInfo, day: date, clock: time) -> datetime:
    """A wall time as an instant: the earlier of two, and for one that is skipped, as far behind the gap as it lies in it."""
    return datetime.combine(day, clock, zone).astimezone(timezone.utc)


def expected(zone: ZoneInfo, day: date, opens: time, closes: time, duration: timedelta, step: timedelta) -> list[datetime]:
    """The slots of one day's hours: from opening on in whole steps of elapsed time, as long as the service ends by closing."""
    start, end = first_instant_at_or_after(zone, day, opens), first_instant_at_or_after(zone, day, closes)
    found = []
    while start + duration <= end:
        found.append(start)
        start += step
    return found


@pytest.fixture
def night_hours(cast):
    """Hours that hold nearly every clock change there is: from midnight to four."""
    cast.opens, cast.closes = "00:00", "04:00"
    return cast


@pytest.fixture
def around_the_clock(night_hours, kalends, cast, database):
    set_hours(signed_in(kalends, cast), cast)
    database.set_lead_times(minimum=0, maximum=366 * 86_400 * (LAST_YEAR - FIRST_YEAR + 2))
    return kalends


def test_no_slot_is_outside_its_hours_none_twice_none_lost(around_the_clock, cast, database):
    kalends, failures, looked_at = around_the_clock, [], 0
    duration, step = timedelta(minutes=cast.minutes), timedelta(minutes=30)
    first, days = date(FIRST_YEAR - 1, 12, 31), 366 * (LAST_YEAR - FIRST_YEAR + 1) + 2
    opens, closes = time.fromisoformat(cast.opens), time.fromisoformat(cast.closes)
    for name in zones():
        zone = ZoneInfo(name)
        database.set_zone(name)
        offered = slots(kalends, cast, first, days, "--now", f"{FIRST_YEAR - 1}-12-30T00:00:00Z")
        if len(offered) != len(set(offered)):
            failures.append(f"{name}: a slot is offered twice")
        offered.sort()
        for change in changes(zone):
            for day in (change + timedelta(days=n) for n in (-1, 0, 1)):
                wanted = expected(zone, day, opens, closes, duration, step)
                midnight = datetime.combine(day, time(0), zone).timestamp()
                next_midnight = datetime.combine(day + timedelta(days=1), time(0), zone).timestamp()
                low = bisect_right(offered, datetime.fromtimestamp(midnight - 1, timezone.utc))
                high = bisect_right(offered, datetime.fromtimestamp(next_midnight - 1, timezone.utc))
                looked_at += 1
                if offered[low:high] != wanted:
                    failures.append(f"{name} {day}: offered {offered[low:high]}, expected {wanted}")
    assert looked_at > 3 * len(zones())
    assert not failures, f"{len(failures)} of {looked_at} days differ:\n" + "\n".join(failures[:10])


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia"])
def test_page_mail_file_and_store_agree_on_the_instant(empty_kalends, mail_sink, database, zone):
    cast = Cast(zone=zone)
    set_up(empty_kalends, cast)
    start = slots(empty_kalends, cast, date.today() + timedelta(days=2), 14)[0]
    local = start.astimezone(ZoneInfo(zone))
    assert start in times_on_page(Client(empty_kalends.url), cast, local.date())
    booking = book(empty_kalends, cast, start)
    (appointment,) = database.live_appointments()
    (mail,) = mail_sink.wait_for(cast.customer_mail)
    (event,) = mail.events
    assert appointment["start_at"] == int(start.timestamp())
    assert booking.start == start
    assert event["DTSTART"].dt.astimezone(timezone.utc) == start
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=cast.minutes)
    clock = f"{local:%H:%M}".lstrip("0")
    for words in (booking.page.words, mail.text, mail.html):
        assert clock in words and str(local.day) in words and f"{local:%B}" in words, f"{clock} is not in {words[:400]!r}"


def test_the_visitor_in_another_zone_books_the_same_instant(kalends, cast, database, chromium):
    context = chromium.new_context(locale="en-GB", timezone_id="Asia/Kathmandu")
    page = context.new_page()
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day()
    shown = booking.times().first.inner_text().split()[0]
    booking.choose_time().fill_details().confirm()
    assert booking.is_confirmed()
    (appointment,) = database.live_appointments()
    local = datetime.fromtimestamp(appointment["start_at"], ZoneInfo("Asia/Kathmandu"))
    assert f"{local:%H:%M}".lstrip("0") == shown.lstrip("0")
    context.close()


def test_mails_of_one_booking_share_uid_and_raise_the_sequence(kalends, cast, mail_sink, database):
    start = slots(kalends, cast, date.today() + timedelta(days=2), 14)[0]
    booking = book(kalends, cast, start)
    client = Client(kalends.url)
    client.submit(client.get(booking.manage).form(words="cancel"))
    request, cancel = [mail.calendars[0] for mail in mail_sink.wait_for(cast.customer_mail, 2)]
    assert (request["METHOD"], cancel["METHOD"]) == ("REQUEST", "CANCEL")
    first, last = request.walk("VEVENT")[0], cancel.walk("VEVENT")[0]
    assert str(first["UID"]) == str(last["UID"]) == booking.uid
    assert int(last["SEQUENCE"]) > int(first["SEQUENCE"])
    assert moment(first["DTSTART"].dt.isoformat()) == start
