"""kill -9 at random moments, and people who try again meanwhile."""

import random
import threading
import time

import requests


def insist(action, within: float = 60):
    """Does it again while the server is away; the page's token makes that safe."""
    deadline = time.monotonic() + within
    while True:
        try:
            return action()
        except requests.RequestException:
            assert time.monotonic() < deadline, "the server stayed away"
            time.sleep(0.02)


class RandomKills(threading.Thread):
    """Kills a server again and again, at moments that nobody chose, and starts it at once; until so many kills are done.

    `before` may hold back a kill: it is told which share of all kills should be done when this one comes.
    """

    def __init__(self, kalends, seed: int, kills: int, longest: float = 0.8, before=lambda share: None):
        super().__init__(daemon=True)
        self.kalends, self.random, self.wanted = kalends, random.Random(seed), kills
        self.longest, self.before = longest, before
        self.done = 0
        self.failure: BaseException | None = None

    def run(self) -> None:
        try:
            while self.done < self.wanted:
                self.before((self.done + self.random.random()) / self.wanted)
                time.sleep(self.random.random() * self.longest)
                self.kalends.kill()
                self.done += 1
                self.kalends.start()
        except BaseException as failure:  # noqa: BLE001 - reported by whoever waits
            self.failure = failure

    @property
    def is_over(self) -> bool:
        return not self.is_alive()

    def finish(self) -> None:
        self.join()
        if self.failure:
            raise self.failure
