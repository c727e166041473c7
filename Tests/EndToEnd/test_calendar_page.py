"""The calendar as somebody has it open all day: where the focus goes, what stays in sight, and what is read in narrow columns."""

from datetime import date, timedelta

import pytest
from browser_booking import BrowserBooking, load_sample, next_page, sign_in
from harness.browser import focused, sideways

from kalends_client import book, moment, slots

FOCUS = "() => document.activeElement.id || document.activeElement.dataset.entry || document.activeElement.tagName"


@pytest.fixture
def week(empty_kalends, cast, page):
    """The calendar of the sample business, in a week that has bookings."""
    _, sample = load_sample(empty_kalends, cast)
    start = slots(empty_kalends, sample, date.today() + timedelta(days=1), 7)[0]
    book(empty_kalends, sample, start)
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, empty_kalends, cast)
    page.goto(f"{empty_kalends.url}/admin?date={start.date()}")
    return page


def entry(page):
    return page.locator("a.entry-booking").first


def focus(page, wanted: str) -> None:
    page.wait_for_function(f"wanted => ({FOCUS})() === wanted", arg=wanted, timeout=5_000)


def test_the_keyboard_goes_from_an_entry_to_its_form_and_back(week):
    opened = entry(week).get_attribute("data-entry")
    entry(week).focus()
    week.keyboard.press("Enter")
    focus(week, "panel-heading")
    week.locator("#begin-move").focus()
    week.keyboard.press("Enter")
    focus(week, "task-heading")
    week.keyboard.press("Escape")
    focus(week, opened)


def test_closing_returns_to_the_entry_although_the_calendar_was_fetched_anew(week, empty_kalends, database):
    opened = entry(week).get_attribute("data-entry")
    entry(week).click()
    focus(week, "panel-heading")
    week.evaluate("() => { document.querySelector('.grid').dataset.old = 'yes' }")
    # Anything that changes what the calendar shows makes it fetch itself.
    admin_note = week.context.request
    token = week.locator("input[name=csrf]").first.get_attribute("value")
    identifier = opened.split(":")[1]
    headers = {"Origin": empty_kalends.url}
    answer = admin_note.post(
        f"{empty_kalends.url}/admin/appointments/{identifier}/notes",
        form={"csrf": token, "staffNotes": "Bring the blue file"}, headers=headers,
    )  # fmt: skip
    assert answer.ok
    week.wait_for_selector(".grid:not([data-old])")
    week.locator("[data-close]").focus()
    week.keyboard.press("Enter")
    focus(week, opened)


@pytest.mark.parametrize("control", ["calendar-next", "calendar-previous", "calendar-day", "calendar-hours"])
def test_what_turns_the_calendar_keeps_the_focus(week, control):
    week.locator(f"#{control}").focus()
    address = week.url
    week.keyboard.press("Enter")
    week.wait_for_function("address => location.href !== address", arg=address)
    focus(week, control)


def test_days_and_hours_stay_in_sight_and_the_grid_opens_at_working_hours(week):
    week.locator("#calendar-hours").click()
    week.wait_for_selector(".grid.hours-24")
    week.reload()
    grid = week.locator(".grid")
    assert grid.evaluate("grid => grid.scrollTop") > 300, "the grid opens at midnight"
    assert entry(week).is_visible()
    box, head = grid.bounding_box(), week.locator(".column-head").first.bounding_box()
    assert abs(head["y"] - box["y"]) <= 2, "the days scroll away"
    assert week.locator(".grid-hours").bounding_box()["x"] - box["x"] <= 2


ALL_DAY = "() => document.querySelector('.all-day').getBoundingClientRect().top - document.querySelector('.grid').getBoundingClientRect().top"


def test_what_takes_whole_days_stays_in_sight_below_the_days(week):
    before = week.evaluate(ALL_DAY)
    week.locator(".grid").evaluate("grid => grid.scrollTo(0, 200)")
    assert abs(week.evaluate(ALL_DAY) - before) < 2


def test_the_initials_stand_beside_the_name_and_not_on_it(week):
    overlaps = week.evaluate(
        """() => [...document.querySelectorAll(".slot .entry")].filter((entry) => {
            const [badge, title] = [entry.querySelector(".entry-person"), entry.querySelector(".entry-title")]
            if (!badge || !title) return false
            const text = document.createRange()
            text.selectNodeContents(title)
            const [a, box] = [badge.getBoundingClientRect(), title.getBoundingClientRect()]
            // Of a name that is cut short, what stands outside of its box is not seen.
            return [...text.getClientRects()].some((b) => a.left < Math.min(b.right, box.right) - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
        }).map((entry) => entry.textContent)"""
    )
    assert overlaps == []


@pytest.mark.parametrize("view", ["week", "day"])
def test_at_twice_the_text_size_the_grid_scrolls_and_not_the_page(week, view):
    week.add_init_script("document.addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%' })")
    week.set_viewport_size({"width": 768, "height": 900})
    week.goto(week.url + f"&view={view}")
    assert sideways(week) == []


def test_going_back_after_booking_leads_to_the_confirmation(kalends, cast, page):
    BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time().fill_details().confirm().wait_until_confirmed()
    done = page.url
    page.go_back()
    page.get_by_text("You have booked this time").wait_for()
    assert page.locator("main form").count() == 0 or not page.locator("main form").first.is_visible()
    with next_page(page):
        page.get_by_role("link", name="Go to your confirmation").click()
    assert page.url == done


def test_without_a_script_the_way_back_says_what_may_have_happened(kalends, cast, page_without_javascript):
    page = page_without_javascript
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    address, start = page.url, booking.chosen_start()
    booking.fill_details().confirm().wait_until_confirmed()
    page.goto(address)
    words = page.inner_text("main")
    assert "This time is no longer free" in words and "your confirmation is in your mail" in words
    nearest = [moment(value) for value in page.locator("input[name=start]").evaluate_all("all => all.map(each => each.value)")]
    assert nearest and start not in nearest
    assert focused(page) is not None
