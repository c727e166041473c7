"""Questions of one's own: made and ordered in the admin app, asked on the booking page, and the answers wherever they belong."""

import re
from datetime import date, timedelta

import pytest
from browser_booking import NAME, BrowserBooking, next_page, sign_in
from harness.browser import focus_is_visible, sideways, tab_to
from harness.calendar_servers import PASSWORD, USER
from harness.inspection import DESK, PHONE, Inspection
from playwright.sync_api import expect

from kalends_client import (
    QUESTIONS,
    SERVICES,
    Client,
    add_question,
    ask_questions,
    booking_form,
    connect_calendar,
    details_page,
    is_confirmed,
    link_calendar,
    save_sync_settings,
    signed_in,
    slots,
    sync_now,
)

VISIT = "Is this your first visit?"
HOSTILE = "<script>document.title = 'taken'</script> & \"Allergies\"?"
LONG = "What should we know about earlier treatments, and about whoever treated you, before you come to us for the first time?"


@pytest.fixture
def admin(kalends, cast) -> Client:
    return signed_in(kalends, cast)


def add_in_browser(page, kalends, text: str, *options: str) -> None:
    page.goto(kalends.url + QUESTIONS + "/new")
    page.get_by_label(re.compile("^Question")).fill(text)
    if options:
        page.get_by_label("By choosing one of several answers").check()
        page.get_by_label(re.compile("^Answers to choose from")).fill("\n".join(options))
    else:
        expect(page.get_by_label(re.compile("^Answers to choose from"))).to_be_hidden()
    with next_page(page):
        page.get_by_role("button", name="Save").click()


def texts(page) -> list[str]:
    return page.locator("ol.rows > li > div:first-child > a:first-child").all_inner_texts()


def test_questions_are_made_ordered_and_assigned_by_keyboard_and_on_a_phone(kalends, cast, page):
    inspection = Inspection(page, "questions")
    sign_in(page, kalends, cast)
    page.goto(kalends.url + QUESTIONS)
    inspection.look("no questions")
    add_in_browser(page, kalends, HOSTILE)
    add_in_browser(page, kalends, LONG)
    add_in_browser(page, kalends, VISIT, "yes", "no, I have been here before", "I am not sure")
    assert texts(page) == [HOSTILE, LONG, VISIT]
    inspection.look("questions")
    tab_to(page, lambda words: words == f"button submit Up {VISIT}")
    assert focus_is_visible(page)
    with next_page(page):
        page.keyboard.press("Enter")
    assert texts(page) == [HOSTILE, VISIT, LONG]
    page.get_by_role("link", name=VISIT, exact=True).click()
    inspection.look("question")
    page.get_by_label(re.compile("^Answers to choose from")).fill("yes")
    with next_page(page):
        page.get_by_role("button", name="Save").click()
    assert "A choice needs 2 to 50 answers" in page.inner_text("[role=alert]")
    assert page.evaluate("() => !!document.activeElement.closest('[role=alert]')")
    inspection.look("question refused")

    page.goto(kalends.url + SERVICES)
    page.get_by_role("link", name=cast.service, exact=True).click()
    page.get_by_label(f"Whether “{VISIT}” is asked").select_option("required")
    page.get_by_label(f"Whether “{LONG}” is asked").select_option("optional")
    tab_to(page, lambda words: words.startswith(f"button button Move “{LONG}” up"))
    assert focus_is_visible(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-order-said]")).to_have_text(f"“{LONG}” is now in place 2 of 3.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-order-said]")).to_have_text(f"“{LONG}” is now in place 1 of 3.")
    assert focus_is_visible(page)
    inspection.look("service with questions")
    with next_page(page):
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=cast.service, exact=True).click()
    assert page.locator("[data-row]").evaluate_all("rows => rows.map(row => row.dataset.row)") == [LONG, VISIT, HOSTILE]
    page.goto(kalends.url + QUESTIONS)
    inspection.look("questions that are asked")
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name=VISIT, exact=True).click()
    page.get_by_role("link", name="Delete").click()
    assert f"It is taken off: {cast.service}." in page.inner_text("main")
    assert not sideways(page)
    inspection.look("delete a question")
    with next_page(page):
        page.get_by_role("button", name="Delete the question").click()
    assert texts(page) == [HOSTILE, LONG]
    assert page.title() != "taken"
    inspection.passes()


def test_a_service_is_given_its_questions_without_javascript(kalends, cast, admin, page_without_javascript):
    page = page_without_javascript
    for text in ("A?", "B?", "C?"):
        add_question(admin, text)
    sign_in(page, kalends, cast)
    page.goto(kalends.url + SERVICES)
    page.get_by_role("link", name=cast.service, exact=True).click()
    for text, place in (("A?", "3"), ("B?", "1"), ("C?", "2")):
        page.get_by_label(f"Whether “{text}” is asked").select_option("optional")
        page.get_by_label(f"Place of “{text}”").fill(place)
    with next_page(page):
        page.get_by_role("button", name="Save").click()
    client = Client(kalends.url)
    details = client.get(details_page(cast, slots(kalends, cast, date.today() + timedelta(days=1), 7)[0]))
    assert re.findall(r"[ABC]\?", details.words) == ["B?", "C?", "A?"]


def asking(admin, cast) -> dict[str, str]:
    """The service asks three questions; the fields of the details form by their texts."""
    fields = {VISIT: add_question(admin, VISIT, "yes", "no, I have been here before", "I am not sure")}
    fields |= {LONG: add_question(admin, LONG), HOSTILE: add_question(admin, HOSTILE, "none", "<b>nuts</b> & \"milk\"")}
    ids = [field.removeprefix("question.") for field in fields.values()]
    ask_questions(admin, cast.service, **dict(zip(ids, ("required", "required", "optional"), strict=True)))
    return fields


def test_a_customer_is_asked_in_the_browser_and_the_answers_arrive_everywhere(kalends, cast, admin, page, radicale, database, mail_sink):
    asking(admin, cast)
    link_calendar(admin, connect_calendar(admin, radicale.url, USER, PASSWORD))
    inspection = Inspection(page, "answers")
    booking = BrowserBooking(page, kalends, cast).open().choose_service().choose_day().choose_time()
    inspection.look("details")
    booking.fill_details()
    page.get_by_label(re.compile("^Anything we should know")).fill("By bus.")
    with next_page(page):
        booking.confirm()
    summary = page.locator("[role=alert]")
    assert f"The answer to “{VISIT}” is missing. Choose one." in summary.inner_text()
    assert re.search(f"The answer to “{LONG[:70]}.*…” is missing. Write one.", summary.inner_text())
    assert page.evaluate("() => !!document.activeElement.closest('[role=alert]')")
    assert page.get_by_label(NAME).input_value() == cast.customer
    assert page.get_by_label(re.compile("^Anything we should know")).input_value() == "By bus."
    inspection.look("details refused")
    summary.get_by_role("link", name=re.compile(re.escape(VISIT))).click()
    assert page.evaluate("() => document.activeElement.type") == "radio"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("no, I have been here before").is_checked()
    page.get_by_label(re.compile(f"^{re.escape(LONG)}")).fill("One treatment.\n<img src=x onerror=alert(1)> 100 %")
    page.get_by_label("<b>nuts</b>").check()
    inspection.look("details answered")
    with next_page(page):
        booking.confirm()
    booking.wait_until_confirmed()

    manage = booking.manage_address()
    page.goto(manage)
    shown = page.inner_text("main")
    for text in (VISIT, "no, I have been here before", LONG, "<img src=x onerror=alert(1)> 100 %", HOSTILE, '<b>nuts</b> & "milk"'):
        assert text in shown
    inspection.look("manage")

    (mail,) = mail_sink.wait_for(cast.customer_mail)
    assert f"{VISIT}\n  no, I have been here before\n" in mail.text.replace("\r\n", "\n")
    (staff_mail,) = mail_sink.wait_for(cast.mail)
    assert "<img src=x onerror=alert(1)> 100 %" in staff_mail.text
    for html in (mail.html, staff_mail.html):
        assert "&lt;script&gt;" in html and "<script" not in html and "<img" not in html

    database.settle()
    (event,) = radicale.calendar().events()
    assert f"{VISIT} no, I have been here before" in str(event.icalendar_component["DESCRIPTION"])
    save_sync_settings(admin, existing=True, sentDetail="anonymous")
    sync_now(kalends)
    (event,) = radicale.calendar().events()
    assert "first visit" not in event.data

    sign_in(page, kalends, cast)
    appointment = database.live_appointments()[0]["id"]
    page.goto(f"{kalends.url}/admin/appointments/{appointment}")
    assert HOSTILE in page.inner_text("main") and page.title() != "taken"
    inspection.look("appointment")
    page.get_by_role("link", name="Change the answers").click()
    page.get_by_label("I am not sure").check()
    inspection.look("change the answers")
    with next_page(page):
        page.get_by_role("button", name="Save").click()
    assert "The answers are saved." in page.inner_text("body") and "I am not sure" in page.inner_text("main")
    page.goto(manage)
    assert "I am not sure" in page.inner_text("main")
    inspection.passes()


def test_staff_are_shown_the_questions_when_they_book_and_may_leave_them_open(kalends, cast, admin, page):
    asking(admin, cast)
    inspection = Inspection(page, "answers")
    sign_in(page, kalends, cast)
    start = slots(kalends, cast, date.today() + timedelta(days=1), 7)[0]
    page.goto(f"{kalends.url}/admin/appointments/new?date={start.date()}")
    page.get_by_label(NAME).fill("Nora at the counter")
    page.locator("input[name=slot]").first.check(force=True)
    page.get_by_label("I am not sure").check()
    inspection.look("booking by hand")
    with next_page(page):
        page.get_by_role("button", name="Book it").click()
    assert "Booked for" in page.inner_text("body") and "I am not sure" in page.inner_text("body")
    page.set_viewport_size(DESK)
    inspection.passes()


def test_answers_are_kept_as_they_were_asked_whatever_becomes_of_the_question(kalends, cast, admin, database):
    fields = asking(admin, cast)
    start = slots(kalends, cast, date.today() + timedelta(days=1), 7)[0]
    client = Client(kalends.url)
    form = booking_form(client, cast, start, **{fields[VISIT]: "yes", fields[LONG]: "None."})
    done = client.submit(form)
    assert is_confirmed(done), done.errors
    page = admin.get(f"{QUESTIONS}/{fields[VISIT].removeprefix('question.')}")
    assert admin.submit(page.form("text").fill(text="Been here?", options="never\noften")).status == 200
    manage = client.get(next(address for address in done.links if "/manage/" in address and not address.endswith(".ics")))
    assert VISIT in manage.words and "Been here?" not in manage.words
    late = client.get(details_page(cast, slots(kalends, cast, date.today() + timedelta(days=1), 7)[0]))
    assert "Been here?" in late.words and VISIT not in late.words
