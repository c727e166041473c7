"""Many people who want the same time at the same moment."""

from collections.abc import Callable
from datetime import datetime
from itertools import cycle

import requests
from harness.burst import Answer, form_request, page_request, send_together
from harness.kalends import Kalends
from kalends_client import Cast, Client, Document, Form, details_page, is_confirmed, is_taken


class Raced:
    """An answer of the burst, with the two questions that a page answers."""

    def __init__(self, client: Client, answer: Answer):
        if answer.status == 303:
            self.document = client.get(answer.headers["location"])
        else:
            self.document = read(client.url, answer)

    @property
    def booked(self) -> bool:
        return is_confirmed(self.document)

    @property
    def refused(self) -> bool:
        return is_taken(self.document)

    def __repr__(self) -> str:
        return f"{self.document.status}: {self.document.words[:200]}"


def read(url: str, answer: Answer) -> Document:
    """A raw answer, read as a page."""
    response = requests.Response()
    response.status_code, response.url, response._content, response.encoding = answer.status, url, answer.body.encode(), "utf-8"
    return Document(response)


def open_forms(nodes: list[Kalends], cast: Cast, start: datetime, names: list[str]) -> list[Form]:
    """As many people as there are names have the same slot's form open, each a rendering of their own."""
    urls = [node.url + details_page(cast, start) for node, _ in zip(cycle(nodes), names)]
    answers = send_together([node.port for node in nodes], [page_request(url) for url in urls])
    pages = [read(url, answer) for url, answer in zip(urls, answers, strict=True)]
    return [page.form("name", "mail").fill(name=name, mail=f"{name}@example.org") for name, page in zip(names, pages, strict=True)]


def race(nodes: list[Kalends], forms: list[Form], beside: Callable[[], None] = lambda: None) -> list[Raced]:
    """Sends all forms at the same moment, each to the node that it is from."""
    posts = [form_request(form.action, form.values, {"Origin": node.url}) for node, form in zip(cycle(nodes), forms)]
    answers = send_together([node.port for node in nodes], posts, beside)
    return [Raced(Client(node.url), answer) for node, answer in zip(cycle(nodes), answers)]
