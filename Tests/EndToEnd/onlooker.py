"""Somebody who opens one page after the other, as a customer and as staff, and signs in anew now and then, whatever is broken meanwhile."""

import random
import threading
from collections import Counter

import requests
from harness.kalends import Kalends
from insistent_customer import HANGING
from kalends_client import SIGN_IN, Cast, Client, Document, is_unavailable
from site_map import admin_pages, public_pages


class Onlooker(threading.Thread):
    """Every answer is a page, or the clear word that there is none for now; nobody who is signed in is signed out."""

    def __init__(self, nodes: list[Kalends], cast: Cast, staff: Client, seed: int):
        super().__init__(daemon=True)
        self.nodes, self.cast, self.staff = nodes, cast, staff
        self.random = random.Random(seed)
        known = {"{business}": cast.slug, "{service}": cast.service_slug}
        pages = sorted(public_pages() | admin_pages())
        for placeholder, name in known.items():
            pages = [page.replace(placeholder, name) for page in pages]
        self.pages = [page for page in pages if "{" not in page]
        self.answers: Counter[int] = Counter()
        self.failure: BaseException | None = None
        self.is_over = threading.Event()

    def run(self) -> None:
        try:
            while not self.is_over.wait(0.05):
                self.look()
        except BaseException as failure:  # noqa: BLE001 - reported by the test
            self.failure = failure

    def look(self) -> None:
        url = self.random.choice(self.nodes).url
        try:
            if self.random.random() < 0.1:
                page = Client(url).get(SIGN_IN)
                self.judge(page)
                if page.status == 200:
                    self.judge(Client(url).submit(page.form("mail", "password").fill(mail=self.cast.mail, password=self.cast.password)))
            else:
                self.judge(self.staff.at(url).get(self.random.choice(self.pages)))
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            # Nobody is there for the moment.
            return

    def judge(self, page: Document) -> None:
        self.answers[page.status] += 1
        assert page.response.elapsed.total_seconds() < HANGING
        assert page.status < 500 or is_unavailable(page), f"{page.url} {page.status}: {page.words[:500]}"
