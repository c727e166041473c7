"""schemathesis, which nobody here wrote, against all that /openapi.json describes, with the key of an administrator: every check, links too."""

import collections
import datetime
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import requests
from harness.graph import token

HERE = Path(__file__).resolve().parent
SCOPES = ["Bookings.Manage.All", "Kalends.Sync.ReadWrite.All", "Kalends.Webhooks.ReadWrite.All"]
# In the long run as many as the requirement names; here enough to meet each operation with right and wrong requests.
EXAMPLES = 100 if os.environ.get("KALENDS_TEST_FULL") else 12
SEED = "20261122"
LINE = re.compile(r"method=(\w+) .*route=/v1\.0(\S+) status=(\d+)")


def test_every_operation_answers_as_described(empty_kalends):
    kalends = empty_kalends
    key = token(kalends, scopes=SCOPES)
    environment = os.environ | {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(HERE), "KALENDS_KNOWN_THINGS": known_things(kalends.url, key)}
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run", f"{kalends.url}/openapi.json"]
    command += ["--url", f"{kalends.url}/v1.0", "--header", f"Authorization: Bearer {key}", "--checks", "all", "--seed", SEED]
    command += ["--max-examples", str(EXAMPLES), "--continue-on-failure", "--no-color"]
    outcome = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=kalends.folder, timeout=1100)
    assert outcome.returncode == 0, outcome.stdout[-12_000:] + outcome.stderr[-2_000:]

    answers = collections.defaultdict(set)
    for method, route, status in LINE.findall(kalends.log):
        answers[method, route].add(int(status))
    assert not {status for found in answers.values() for status in found if status >= 500}
    described = operations(kalends.url)
    reached = {operation for operation in described if any(status < 300 for status in answers[operation])}
    assert len(reached) >= 0.8 * len(described), f"only refused: {sorted(described - reached)}"


def operations(url: str) -> set[tuple[str, str]]:
    paths = requests.get(f"{url}/openapi.json", timeout=30).json()["paths"]
    return {(method.upper(), path) for path, item in paths.items() for method in item}


def known_things(url: str, key: str) -> str:
    """A business with one of each, for requests to be about."""

    def post(path: str, **body) -> dict:
        answer = requests.post(f"{url}/v1.0/solutions/bookingBusinesses{path}", json=body, headers={"Authorization": f"Bearer {key}"}, timeout=30)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else {}

    at = datetime.datetime.now(datetime.timezone.utc).replace(hour=9, minute=0, second=0, microsecond=0) + datetime.timedelta(days=15)
    business = post("", displayName="Studio")["id"]
    below = f"/{business}"
    person = post(f"{below}/staffMembers", displayName="Ana", emailAddress="ana@example.org", role="administrator")["id"]
    service = post(f"{below}/services", displayName="Haircut", defaultDuration="PT30M", staffMemberIds=[person])["id"]
    customer = post(f"{below}/customers", displayName="Cleo", emailAddress="cleo@example.org")["id"]
    question = post(f"{below}/customQuestions", displayName="Long or short?", answerInputType="text")["id"]
    appointment = post(
        f"{below}/appointments",
        serviceId=service,
        staffMemberIds=[person],
        startDateTime={"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"},
        customers=[{"name": "Cleo", "emailAddress": "cleo@example.org"}],
    )["id"]
    post(f"{below}/publish")
    ids = {"business": business, "staffMember": person, "service": service, "customer": customer, "question": question}
    ids |= {"customQuestion": question, "appointment": appointment, "currency": "EUR"}
    return json.dumps({"at": f"{at + datetime.timedelta(days=1):%Y-%m-%dT%H:%M:%S}", "ids": ids})
