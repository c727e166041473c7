"""The first minutes of an instance: the set-up, its code, the administrator from the shell, signing in, roles."""

import re

import pytest
import requests
from kalends_client import ADMIN, SERVICES, SIGN_IN, Client, booking_page, service_page, set_up, signed_in


def offers_set_up(page) -> bool:
    return any(form.has("code") for form in page.forms)


def test_an_empty_instance_answers_with_the_set_up(empty_kalends):
    page = Client(empty_kalends.url).get("/")
    assert page.status == 200 and offers_set_up(page)


def test_the_set_up_needs_the_code_that_the_server_printed(empty_kalends, cast, database):
    client = Client(empty_kalends.url)
    page = client.get("/")
    answers = dict(administrator=cast.administrator, administrator_mail=cast.mail, administrator_password=cast.password)
    form = page.form("code", "service").fill(code="wrong-code-0000", business=cast.business, service=cast.service, **answers)
    answer = client.submit(form)
    assert answer.status == 422
    assert any("code" in error.lower() for error in answer.errors)
    assert database.rows("SELECT count(*) AS count FROM users")[0]["count"] == 0


def test_the_set_up_ends_in_a_page_that_can_be_booked(kalends, cast):
    page = Client(kalends.url).get(booking_page(cast))
    assert page.status == 200
    assert cast.business in page.words and cast.service in page.words
    assert Client(kalends.url).get(service_page(cast)).status == 200


def test_the_end_of_the_set_up_leads_to_the_sign_in_and_to_the_booking_page(empty_kalends, cast):
    page = set_up(empty_kalends, cast)
    leads = [address for address in page.links if "#" not in address]
    assert any(address.endswith(SIGN_IN) for address in leads) and any(address.endswith(booking_page(cast)) for address in leads)
    assert [Client(empty_kalends.url).get(address).status for address in leads] == [200] * len(leads)


def test_the_administrator_is_bookable_and_signed_in_with_the_new_password(kalends, cast):
    client = signed_in(kalends, cast)
    assert cast.administrator in client.get(ADMIN).words


def test_nobody_runs_the_set_up_twice(kalends, cast, database):
    before = database.rows("SELECT id FROM users")
    page = Client(kalends.url).get("/")
    assert not offers_set_up(page)
    form = {"code": kalends.setup_code, "administrator.name": "Eve", "administrator.email": "eve@example.org"}
    for path in ("/set-up", "/set-up/sample"):
        data = form | {"administrator.password": "another long password", "business.zone": "UTC"}
        answer = requests.post(kalends.url + path, data=data, timeout=10)
        assert answer.url.split("?")[0].endswith("/set-up/done") and "Kalends is set up already" in answer.text
    assert database.rows("SELECT id FROM users") == before


def test_the_code_is_not_printed_once_the_set_up_is_done(kalends):
    kalends.process.log.write_text("")
    kalends.restart()
    assert not re.search(r"(?i)set-?up code", kalends.log)


def test_the_administrator_can_be_made_without_a_browser(empty_kalends, cast):
    empty_kalends.command("create-admin", "--name", cast.administrator, "--email", cast.mail, text=cast.password + "\n")
    client = Client(empty_kalends.url)
    client.sign_in(cast.mail, cast.password)
    assert client.is_signed_in()


def test_a_password_can_be_reset_from_the_shell_and_ends_all_sessions(kalends, cast):
    client = signed_in(kalends, cast)
    link = kalends.command("reset-password", "--email", cast.mail).stdout.strip()
    by_link = Client(kalends.url)
    by_link.submit(by_link.get(link).form("password").fill(password="an altogether new password"))
    assert by_link.is_signed_in()
    assert not client.is_signed_in()
    again = Client(kalends.url)
    again.sign_in(cast.mail, "an altogether new password")
    assert again.is_signed_in()
    assert not Client(kalends.url).get(link).forms, "the link works twice"


@pytest.mark.parametrize("mail, password", [("anna@practice.example", "wrong"), ("nobody@practice.example", "wrong")])
def test_a_refused_sign_in_says_the_same_whether_or_not_the_account_exists(kalends, cast, mail, password):
    client = Client(kalends.url)
    page = client.sign_in(mail, password)
    assert not client.is_signed_in()
    assert page.errors
    assert page.errors == Client(kalends.url).sign_in("somebody.else@practice.example", password).errors


def test_the_admin_app_sends_strangers_to_the_sign_in(kalends):
    page = Client(kalends.url).get(ADMIN)
    assert SIGN_IN in page.url


def test_a_form_from_elsewhere_changes_nothing(kalends, cast, database):
    """No cross-site request: a signed-in browser that posts without the page's token is refused."""
    client = signed_in(kalends, cast)
    before = database.rows("SELECT * FROM services")
    page = client.get(client.get(SERVICES).link(cast.service))
    forms = [form for form in page.forms if form.method == "POST"]
    assert any(form.has("name") for form in forms), "the page of the service has no form to attack"
    for form in forms:
        answer = client.session.post(form.action, data={"name": "Taken over"}, headers={"Origin": "https://evil.example"}, timeout=10)
        assert answer.status_code in (400, 403)
    assert database.rows("SELECT * FROM services") == before


def test_a_restart_keeps_everything(kalends, cast):
    kalends.restart()
    assert cast.service in Client(kalends.url).get(booking_page(cast)).words
    signed_in(kalends, cast)


def test_a_sample_business_can_be_loaded_instead(empty_kalends, cast):
    client = Client(empty_kalends.url)
    page = client.get("/")
    form = page.form("code", words=r"sample").fill(
        code=empty_kalends.setup_code, administrator=cast.administrator, administrator_mail=cast.mail,
        administrator_password=cast.password, business_zone=cast.zone,
    )
    page = client.submit(form)
    assert page.status == 200 and not page.errors
    page = client.get(page.link(r"/b/"))
    services = [address for address in page.links if "/b/" in address]
    assert services and all(client.get(address).status == 200 for address in services)
    signed_in(empty_kalends, cast)


@pytest.mark.parametrize(
    "name, value",
    [("KALENDS_LISTEN", "nonsense"), ("KALENDS_POLL_SECONDS", "soon"), ("KALENDS_BASE_URL", "not an address"), ("KALENDS_RATE_LIMIT", "-1")],
)
def test_a_wrong_setting_stops_the_start_with_one_line_that_names_it(empty_kalends, name, value):
    empty_kalends.stop()
    empty_kalends.process.environment[name] = value
    outcome = empty_kalends.command("serve", expect=None)
    assert outcome.returncode != 0
    assert any(name in line for line in (outcome.stdout + outcome.stderr).splitlines())
