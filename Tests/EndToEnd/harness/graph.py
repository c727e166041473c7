"""Microsoft's own client for Graph, unmodified, pointed at a Kalends."""

import asyncio
import datetime
import json
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
from kiota_abstractions.authentication.access_token_provider import AccessTokenProvider
from kiota_abstractions.authentication.allowed_hosts_validator import AllowedHostsValidator
from kiota_abstractions.authentication.base_bearer_token_authentication_provider import BaseBearerTokenAuthenticationProvider
from kiota_serialization_json.json_serialization_writer_factory import JsonSerializationWriterFactory
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph_core import GraphClientFactory

SCOPES = ["Bookings.Manage.All"]


class KnownToken(AccessTokenProvider):
    def __init__(self, token: str):
        self.token = token

    async def get_authorization_token(self, uri: str, additional_authentication_context: dict | None = None) -> str:
        return self.token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator(["127.0.0.1"])


class Graph:
    """What the client did is kept, each request as method, path without ids, and status."""

    def __init__(self, url: str, token: str):
        self.url = url
        self.token = token
        self.requests: list[tuple[str, str, int]] = []

    def run(self, work: Callable[[GraphServiceClient], Awaitable]):
        """Lets a client of its own do some work; in a thread, as the browser's driver keeps an event loop in the tests' thread."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(self._run(work))).result()

    async def _run(self, work):
        async def note(response: httpx.Response):
            self.requests.append((response.request.method, template(response.request.url.path), response.status_code))

        async with httpx.AsyncClient(event_hooks={"response": [note]}, timeout=60) as http:
            client = GraphClientFactory.create_with_default_middleware(client=http)
            adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(KnownToken(self.token)), client)
            adapter.base_url = f"{self.url}/v1.0"
            return await work(GraphServiceClient(request_adapter=adapter))

    @property
    def seen(self) -> set[tuple[str, str]]:
        """Method and path of all that was carried out."""
        return {(method, path) for method, path, status in self.requests if status < 300}

    @property
    def refused(self) -> set[tuple[str, str, int]]:
        return {request for request in self.requests if request[2] >= 400}


COLLECTIONS = "bookingBusinesses|services|staffMembers|customers|customQuestions|appointments|calendarView|bookingCurrencies"
ID = re.compile(rf"/({COLLECTIONS})/(?!\$count)([^/]+)")


def template(path: str) -> str:
    return ID.sub(r"/\1/*", path.removeprefix("/v1.0"))


def plain(model) -> dict:
    """A model as the client would send it."""
    writer = JsonSerializationWriterFactory().get_serialization_writer("application/json")
    writer.write_object_value(None, model)
    return json.loads(writer.get_serialized_content())


def token(kalends, *more: str, scopes: list[str] = SCOPES) -> str:
    wanted = [part for scope in scopes for part in ("--scope", scope)]
    return kalends.command("token", "create", "--name", "End to end", *wanted, *more).stdout.strip()


def missing(wanted, found, path: str = "") -> list[str]:
    """What was wanted and is not found, by its path; a time may have more digits, and a duration is written in two ways."""
    if isinstance(wanted, dict):
        if not isinstance(found, dict):
            return [f"{path}: {wanted!r} became {found!r}"]
        return [line for name, value in wanted.items() for line in missing(value, found.get(name), f"{path}.{name}")]
    if isinstance(wanted, list):
        if not isinstance(found, list) or len(found) != len(wanted):
            return [f"{path}: {wanted!r} became {found!r}"]
        return [line for index, value in enumerate(wanted) for line in missing(value, found[index], f"{path}[{index}]")]
    texts = isinstance(wanted, str) and isinstance(found, str)
    same = wanted == found or (texts and (digits(wanted) == digits(found) or length(wanted) == length(found) is not None))
    return [] if same else [f"{path}: {wanted!r} became {found!r}"]


def digits(text: str) -> str:
    return re.sub(r"(\d\d:\d\d:\d\d)\.0+$", r"\1", text)


PYTHONS = re.compile(r"(?:(\d+) days?, )?(\d+):(\d\d):(\d\d)")
ISO = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")


def length(text: str) -> datetime.timedelta | None:
    """A duration as Python writes it, or as ISO 8601 wants it; nothing for another text."""
    parts = PYTHONS.fullmatch(text) or ISO.fullmatch(text)
    if not parts:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
