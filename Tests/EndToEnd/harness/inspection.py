"""Looking at one page after the other: what is wrong with it for anybody, at a desk and on a phone, in light and in dark."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page

from harness.browser import serious_findings, sideways

DESK = {"width": 1440, "height": 900}
TABLET = {"width": 768, "height": 1024}
PHONE = {"width": 360, "height": 740}

# Where to keep a picture of every page that is looked at; none are taken without it.
PICTURES = os.environ.get("KALENDS_TEST_PICTURES")


class Inspection:
    """Collects the faults of all pages that were looked at, so that a test names them together."""

    def __init__(self, page: Page, name: str):
        self.page = page
        self.name = name
        self.found: list[str] = []
        self.seen: list[str] = []
        page.on("console", lambda message: self._note("console", message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._note("script", str(error)))

    def look(self, label: str) -> None:
        """Looks at the page as it stands, at each width and in both schemes."""
        self.seen.append(self.page.url)
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for size in (DESK, TABLET, PHONE):
                self.page.set_viewport_size(size)
                where = f"{label} ({scheme}, {size['width']} px)"
                if size is not TABLET:
                    self.found += [f"{where}: {finding}" for finding in serious_findings(self.page)]
                if scheme == "light":
                    self.found += [f"{where}: {finding}" for finding in sideways(self.page)]
                self._picture(f"{label} {size['width']} {scheme}")
        self.page.set_viewport_size(DESK)
        self.page.emulate_media(color_scheme="light")

    def passes(self) -> None:
        assert not self.found, f"{len(self.found)} faults:\n" + "\n".join(self.found)

    def _note(self, kind: str, text: str) -> None:
        # A page that answers with an error status is also told as a failed load; the tests look at the status themselves.
        if "Failed to load resource" not in text:
            self.found.append(f"{self.page.url}: {kind}: {text}")

    def _picture(self, label: str) -> None:
        if PICTURES:
            folder = Path(PICTURES) / self.name
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9]+', '-', label.lower()).strip('-')}.png", full_page=True)
