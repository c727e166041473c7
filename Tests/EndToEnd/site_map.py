"""The site maps of the product, read from its two tables of routes: so no page can be forgotten when all of them are looked at."""

import re
from pathlib import Path
from urllib.parse import urlsplit

SOURCES = Path(__file__).resolve().parents[2] / "Sources"
PUBLIC = re.compile(r'^\s+get\("([^"]+)"', re.MULTILINE)
ADMIN = re.compile(r'^\s+\.(?:open\(\.get, |get\()"([^"]+)"', re.MULTILINE)

# Answers that are no page of ours: files, streams, ways to another page, a mail's own markup, and the script that other sites load.
NO_PAGES = {
    "/robots.txt", "/embed.js", "/set-up", "/b/{business}/events", "/manage/{token}/appointment.ics",
    "/admin/customers/{id}/export", "/admin/mails/{id}/source", "/admin/mails/{id}/preview", "/admin/oauth/google",
    "/admin/calendars/people/{id}/check/report", "/connect/return", "/connect/{token}/events",
}  # fmt: skip


def public_pages() -> set[str]:
    return routes("BookingPages/BookingPages.swift", PUBLIC)


def admin_pages() -> set[str]:
    return routes("AdminApp/AdminRoutes.swift", ADMIN)


def routes(table: str, pattern: re.Pattern) -> set[str]:
    found = set(pattern.findall((SOURCES / table).read_text())) - NO_PAGES
    assert len(found) > 5, f"{table} is no table of routes any more"
    return found


def route(address: str, known: set[str]) -> str | None:
    """The route that answers an address; a fixed name goes before a placeholder."""
    steps = urlsplit(address).path.split("/")
    for candidate in sorted(known | NO_PAGES, key=lambda path: (path.count("{"), path)):
        parts = candidate.split("/")
        if len(parts) == len(steps) and all(part.startswith("{") or part == step for part, step in zip(parts, steps, strict=True)):
            return candidate
    return None
