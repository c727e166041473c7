"""What an operator meets before any page: settings that cannot be right, and commands that cannot do what they were asked."""

import os
import re
import subprocess

import pytest
from harness.kalends import BINARY, Kalends
from harness.process import environment

from kalends_client import ADMIN, Client, booking_page


def run(folder, *arguments: str, text: str = "", **settings: str) -> subprocess.CompletedProcess:
    """Runs a command in a folder of its own, without a data folder that somebody made before."""
    return subprocess.run(
        [str(BINARY), *arguments], input=text, capture_output=True, text=True, timeout=60, cwd=folder, env=environment(**settings)
    )


def refusal(outcome: subprocess.CompletedProcess) -> str:
    """The one line in which a command says why it did nothing."""
    assert outcome.returncode == 1 and "Usage" not in outcome.stderr, f"{outcome.returncode}\n{outcome.stderr}"
    (line,) = outcome.stderr.strip().splitlines()
    return line


# MARK: settings


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"KALENDS_SMTP_URL": "mail.example.org"}, ["KALENDS_SMTP_URL", "smtp://user:password@host:587"]),
        ({"KALENDS_LISTEN": "192.0.2.1:18189"}, ["KALENDS_LISTEN", "192.0.2.1:18189", "not an address of this machine"]),
        ({"KALENDS_LISTEN": "8080"}, ["KALENDS_LISTEN", "127.0.0.1:8080"]),
    ],
)
def test_a_setting_that_cannot_be_right_stops_the_start_with_its_name_and_the_remedy(tmp_path, settings, words):
    outcome = run(tmp_path, "serve", "--log", "error", **settings)
    line = refusal(outcome)
    assert all(word in line for word in words), line


def test_a_mistyped_name_in_the_configuration_file_is_an_error_with_its_line(tmp_path):
    (tmp_path / "kalends.conf").write_text("# ours\nKALENDS_LISTEN=127.0.0.1:0\nKALENDS_SMTP_ULR=smtp://mail.example.org\n")
    line = refusal(run(tmp_path, "serve", "--config", "kalends.conf"))
    assert "kalends.conf, line 3" in line and "KALENDS_SMTP_ULR" in line


def test_a_mistyped_name_in_the_environment_is_a_warning_and_the_tests_own_names_are_not(tmp_path):
    kalends = Kalends(tmp_path, KALENDS_SMTP_ULR="smtp://mail.example.org", KALENDS_TEST_FULL="").start()
    kalends.stop()
    warnings = [line for line in kalends.log.splitlines() if " WARNING " in line]
    assert len(warnings) == 1 and "KALENDS_SMTP_ULR" in warnings[0]


def test_a_server_on_all_addresses_without_a_name_of_its_own_says_so_and_is_reached_here(tmp_path):
    kalends = Kalends(tmp_path)
    kalends.process.environment |= {"KALENDS_LISTEN": f"0.0.0.0:{kalends.port}", "KALENDS_BASE_URL": ""}
    kalends.start()
    kalends.stop()
    assert f"is ready at http://localhost:{kalends.port}" in kalends.log and "http://0.0.0.0" not in kalends.log
    assert re.search(r" WARNING .*KALENDS_BASE_URL", kalends.log)


# MARK: commands


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("reset-password", "--email", "nobody@example.org"), "--email: nobody signs in with “nobody@example.org”."),
        (("slots", "no-such-place", "cut"), "no service “cut”"),
    ],
)
def test_what_a_command_cannot_do_is_one_line_and_status_1(kalends, arguments, words):
    assert words in refusal(kalends.command(*arguments, expect=None))


def test_an_unknown_zone_or_person_is_told_with_its_option(kalends, cast):
    for option in ("--zone", "--staff"):
        line = refusal(kalends.command("slots", cast.slug, cast.service_slug, option, "Nowhere", expect=None))
        assert line.startswith(f"Error: {option}: ") and "Nowhere" in line


def test_a_faulty_administrator_is_told_with_the_options(empty_kalends):
    outcome = empty_kalends.command("create-admin", "--name", "Ada", "--email", "x@y", text="a long calm sentence\n", expect=None)
    assert refusal(outcome).startswith("Error: --email: This email address cannot be right.")


@pytest.mark.parametrize("arguments", [("slots", "a", "b"), ("sync",), ("reset-password", "--email", "a@example.org")])
def test_a_command_in_the_wrong_folder_says_so_and_makes_nothing(tmp_path, arguments):
    line = refusal(run(tmp_path, *arguments))
    assert "There is no instance in the folder kalends-data." in line and "KALENDS_DATA_DIR" in line
    assert os.listdir(tmp_path) == []


# MARK: an instance that was begun in the shell


def test_an_administrator_from_the_shell_is_led_to_a_working_business(empty_kalends, cast):
    outcome = empty_kalends.command("create-admin", "--name", cast.administrator, "--email", cast.mail, text=cast.password + "\n")
    assert "There is no business yet" in outcome.stdout
    empty_kalends.restart()
    assert "There is no business yet. Sign in at" in empty_kalends.log
    client = Client(empty_kalends.url)
    client.sign_in(cast.mail, cast.password)
    page = client.get(ADMIN)
    form = page.form("serviceName", "duration")
    client.submit(form.fill(name=cast.business, serviceName=cast.service))
    slots = empty_kalends.command("slots", cast.slug, cast.service_slug, "--days", "14").stdout
    assert len(slots.splitlines()) > 10
    assert cast.service in Client(empty_kalends.url).get(booking_page(cast)).words
