"""What an operator meets before any page: settings that cannot be right, and commands that cannot do what they were asked."""

import json
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


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgres://h/d?connections=0", "from 2 to 1000"),
        ("postgres://127.0.0.1:1/d?foo=bar", "“foo” is not an option"),
        ("postgres://127.0.0.1:99999/d", "99999"),
        ("postgres://127.0.0.1:1/d?sslmode=banana", "banana"),
        ("postgres://no-such-host.invalid/d", "no-such-host.invalid"),
        ("postgres://127.0.0.1:1/d", "that its server runs"),
        ("postgres://", "Check host and port"),
        ("postgres://kalends:S3cret@1x@127.0.0.1/d", "%40 for @"),
        ("postgres://kalends:S3c/ret@127.0.0.1/d", "%2F for /"),
        ("postgres://kalends:S3cret#1@127.0.0.1:1/d", "postgres://kalends@127.0.0.1:1/d"),
    ],
)
def test_an_address_of_a_database_that_cannot_be_right_is_told_with_the_variable_and_without_the_password(tmp_path, address, words):
    for command in [("serve",), ("database", "check"), ("backup", "b"), ("migrate",)]:
        line = refusal(run(tmp_path, *command, KALENDS_DATABASE_URL=address))
        assert line.startswith("Error: KALENDS_DATABASE_URL: ") and words in line, line
        assert "S3c" not in line and "1x" not in line, line


def test_the_help_lists_the_address_of_the_database(tmp_path):
    assert "KALENDS_DATABASE_URL" in run(tmp_path, "--help").stdout


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


# MARK: a business as a file


def test_the_businesses_are_listed_by_what_the_other_commands_call_them(kalends, cast):
    assert kalends.command("business", "list").stdout.splitlines() == [f"{cast.slug}  {cast.business}  open"]
    line = refusal(kalends.command("business", "export", "nowhere", expect=None))
    assert line == f"Error: There is no business “nowhere”. Choose one of: {cast.slug}."


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file | {"version": 2}, "studio.json: The file has version 2 of the format, and this Kalends reads up to 1"),
        (lambda file: file | {"format": "ics"}, "studio.json: This is no business: name a file that “kalends business export” wrote"),
        (lambda file: file, "There is a business at “practice-nowak” already. Choose another address with --as."),
        (lambda file: file | {"services": [{"slug": "a"}]}, "studio.json: services[0].displayName is missing: add it to the file."),
        (lambda file: file["staffMembers"], "studio.json: This is no business"),
    ],
)
def test_a_business_that_cannot_be_imported_is_told_in_a_line_and_leaves_nothing(kalends, cast, tmp_path, change, words):
    file = json.loads(kalends.command("business", "export", cast.slug).stdout)
    (tmp_path / "studio.json").write_text(json.dumps(change(file)))
    before = kalends.command("business", "list").stdout
    outcome = subprocess.run(
        [str(BINARY), "business", "import", "studio.json"], capture_output=True, text=True, timeout=60, cwd=tmp_path,
        env=kalends.process.environment,
    )
    assert words in refusal(outcome)
    assert kalends.command("business", "list").stdout == before


def test_each_fault_of_a_business_has_a_line_with_its_path(kalends, cast, tmp_path):
    file = json.loads(kalends.command("business", "export", cast.slug).stdout)
    file["business"]["defaultCurrencyIso"] = "QQQ"
    file["services"][0] |= {"staffMemberIds": ["nobody"], "slug": "Not an address"}
    outcome = kalends.command("business", "import", "-", "--as", "second", text=json.dumps(file), expect=1)
    assert [line.removeprefix("Error: ").split(": ")[:2] for line in outcome.stderr.strip().splitlines()] == [
        ["-", 'services[0].staffMemberIds[0] is "nobody", which is none of the staffMembers in the file'],
        ["-", "business.defaultCurrencyIso"],
        ["-", "services[0].slug"],
    ]


def test_a_file_of_a_business_that_is_not_there_is_told(kalends):
    line = refusal(kalends.command("business", "import", "no-such-file.json", expect=None))
    assert line == "Error: FILE: no-such-file.json: No such file or directory. Name a file of a business, or “-” for standard input."


def test_a_name_or_address_that_a_copy_cannot_have_is_told(kalends, cast):
    text = kalends.command("business", "export", cast.slug).stdout
    assert "business.slug: This cannot be part of an address" in refusal(
        kalends.command("business", "import", "-", "--as", "No Address", text=text, expect=None))
    assert "business.displayName: The name is empty" in refusal(
        kalends.command("business", "import", "-", "--as", "b", "--name", " ", text=text, expect=None))


# MARK: calendars

NOVEMBER = ("--from", "2026-11-01T00:00:00Z", "--to", "2026-12-01T00:00:00Z")


def calendar(*lines: str, head: str = "") -> str:
    """A calendar with one event on Tuesday, 24 November 2026, unless the lines say otherwise."""
    event = lines or ("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z")
    text = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *head.splitlines(), "BEGIN:VEVENT", "UID:a", "DTSTAMP:20260101T000000Z"]
    return "\r\n".join([*text, *event, "END:VEVENT", "END:VCALENDAR", ""])


def ical(folder, command: str, text: str | bytes, *arguments: str) -> subprocess.CompletedProcess:
    file = folder / "team.ics"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return run(folder, "ical", command, "team.ics", *arguments)


@pytest.mark.parametrize(
    ("text", "status", "line"),
    [
        (calendar(), 0, ""),
        ("\ufeff" + calendar(), 1, "team.ics:1: The calendar begins with a byte order mark"),
        (calendar().replace("\r", ""), 1, "team.ics:1: Lines end with LF alone"),
        (calendar()[:-40], 1, "team.ics:4: END:VEVENT is missing; the calendar may have been cut off"),
        (calendar("DTSTART;TZID=Office:20261124T090000", "DURATION:PT1H"), 1, "team.ics:7: The time zone “Office” is not known"),
        (calendar("DTSTART;TZID=W. Europe Standard Time:20261124T090000", "DURATION:PT1H"), 1, "Europe/Berlin of the tz database"),
        (calendar("DTSTART:20261124T090000Z", "DURATION:PT1H", "EXRULE:FREQ=DAILY"), 1, "team.ics:9: EXRULE is no longer part"),
        (calendar("DTSTART;VALUE=DATE:20261124", "RRULE:RSCALE=HEBREW;FREQ=YEARLY"), 1, "team.ics:8: RRULE “RSCALE=HEBREW;"),
        (calendar("DTSTART;VALUE=DATE:20261031", "RRULE:RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD"), 0, ""),
    ],
)
def test_a_check_names_line_and_fault(tmp_path, text, status, line):
    outcome = ical(tmp_path, "check", text)
    assert outcome.returncode == status, outcome
    assert line in outcome.stdout and (line or not outcome.stdout) and not outcome.stderr


@pytest.mark.parametrize("command", [("check",), ("expand", *NOVEMBER)])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "team.ics: This is empty, not a calendar"),
        (bytes(range(256)) * 200, "team.ics: This is not a calendar: BEGIN:VCALENDAR is missing"),
        (b"<!DOCTYPE html>\n<html>\n", "it begins with “<!DOCTYPE html>”"),
    ],
)
def test_what_is_no_calendar_is_one_line_and_status_2(tmp_path, command, text, words):
    outcome = ical(tmp_path, command[0], text, *command[1:])
    assert outcome.returncode == 2 and not outcome.stdout
    (line,) = outcome.stderr.splitlines()
    assert words in line and line.isprintable()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "nowhere.ics"), "FILE: nowhere.ics: No such file or directory."),
        (("check", "."), "FILE: .: Is a directory."),
        (("expand", "-", "--from", "2026-11-01", "--to", "2026-12-01T00:00:00Z"), "--from: “2026-11-01” is not an instant"),
        (("expand", "-", "--from", "2026-12-01T00:00:00Z", "--to", "2026-11-01T00:00:00Z"), "--to: “2026-11-01T00:00:00Z” lies before"),
        (("expand", "-", *NOVEMBER, "--zone", "Mars"), "--zone: The zone “Mars” is not known"),
        (("expand", "--rule", "FREQ=FOO", "--start", "20261101"), "--rule: The rule “FREQ=FOO” is not understood"),
        (("expand", "--rule", "FREQ=DAILY;COUNT=0", "--start", "20261101"), "--rule: The rule “FREQ=DAILY;COUNT=0” is not understood"),
        (("expand", "--rule", "FREQ=HOURLY", "--start", "20261101"), "--rule: The rule “FREQ=HOURLY” is not understood"),
        (("expand", "--rule", "FREQ=DAILY", "--start", "soon"), "--start: The start “soon” is not a date or time"),
        (("expand", "--rule", "FREQ=DAILY", "--start", "20261101T090000", "--tzid", "Mars"), "--tzid: The zone “Mars” is not known"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_argument_and_status_2(tmp_path, arguments, words):
    outcome = run(tmp_path, "ical", *arguments, text=calendar())
    assert outcome.returncode == 2 and not outcome.stdout
    (line,) = outcome.stderr.splitlines()
    assert line.startswith(words), line


def expansion(folder, text: str, *arguments: str) -> list[list[str]]:
    outcome = run(folder, "ical", "expand", "-", *NOVEMBER, *arguments, text=text)
    assert outcome.returncode == 0, outcome.stderr
    return [line.split("\t")[:5] for line in outcome.stdout.splitlines()]


def test_an_expansion_lists_when_how_long_busy_or_free_and_which(tmp_path):
    floating = calendar("DTSTART:20261124T090000", "DTEND:20261124T100000", "TRANSP:TRANSPARENT", head="X-WR-TIMEZONE:America/New_York")
    assert expansion(tmp_path, floating, "--zone", "Europe/Berlin") == [
        ["2026-11-24T15:00:00+01:00", "2026-11-24T16:00:00+01:00", "timed", "free", "a"]
    ]
    dates = calendar("DTSTART:20261102T090000Z", "DTEND:20261102T100000Z", "RDATE;VALUE=PERIOD:20261103T090000Z/20261103T120000Z")
    assert [row[1] for row in expansion(tmp_path, dates)] == ["2026-11-02T10:00:00Z", "2026-11-03T12:00:00Z"]


def test_a_calendar_can_neither_add_a_column_nor_a_line(tmp_path):
    text = calendar("DTSTART:20261124T090000Z", "DURATION:PT1H").replace("UID:a", r"UID:a\nb" + "\tc")
    assert [row[4] for row in expansion(tmp_path, text)] == ["a b c"]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_calendar_cannot_command_the_terminal(tmp_path, form):
    text = calendar("DTSTART:20261124T090000Z", "DURATION:PT1H").replace("UID:a", "UID:a\u009b31m\u202ex")
    outcome = run(tmp_path, "ical", "expand", "-", *NOVEMBER, *form, text=text)
    assert outcome.returncode == 0 and not {"\u009b", "\u202e"} & set(outcome.stdout)
    if form:
        assert json.loads(outcome.stdout)["uid"] == "a\u009b31m\u202ex"


def test_every_occurrence_of_a_file_is_printed(tmp_path):
    years = ("--from", "2005-01-01T00:00:00Z", "--to", "2030-01-01T00:00:00Z")
    text = calendar("DTSTART:20000101T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY")
    outcome = run(tmp_path, "ical", "expand", "-", *years, text=text)
    assert outcome.returncode == 0 and not outcome.stderr and len(outcome.stdout.splitlines()) == 9131


@pytest.mark.parametrize(
    "arguments",
    [
        ("expand", "-", "--from", "2005-01-01T00:00:00Z", "--to", "2030-01-01T00:00:00Z"),
        ("expand", "--rule", "FREQ=DAILY", "--start", "20261121"),
        ("check", "-"),
    ],
)
def test_output_that_cannot_be_written_is_told_with_status_2(tmp_path, arguments):
    text = calendar("DTSTART:20000101T090000Z", "RRULE:FREQ=DAILY")
    with open("/dev/full", "wb") as full:
        outcome = subprocess.run(
            [str(BINARY), "ical", *arguments], input=text.encode(), stdout=full, stderr=subprocess.PIPE, timeout=60, cwd=tmp_path
        )
    assert outcome.returncode == 2
    assert b"The output cannot be written: No space left on device" in outcome.stderr


def test_a_rule_without_an_end_is_listed_for_a_while(tmp_path):
    rule = ("ical", "expand", "--rule", "FREQ=DAILY", "--start", "20261101T090000", "--tzid", "Europe/Berlin")
    for more in [(), ("--from", "2027-01-01T00:00:00Z")]:
        outcome = run(tmp_path, *rule, *more)
        assert outcome.returncode == 0 and len(outcome.stdout.splitlines()) == 100
        assert outcome.stderr == "Only the first 100 are listed; --from and --to choose others.\n"


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
