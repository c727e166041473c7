"""Starts a server again whenever it ends, as an operator's supervisor does, and notes every end that nobody brought about."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from harness.kalends import Kalends


class Supervisor(threading.Thread):
    def __init__(self, kalends: Kalends):
        super().__init__(daemon=True)
        self.kalends = kalends
        # The statuses with which it ended by itself.
        self.unasked: list[int] = []
        # Whether a start may fail for now.
        self.is_lenient = False
        self._lock = threading.Lock()
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.05):
            with self._lock:
                ended = self.kalends.process.child.poll()
                if ended is None:
                    continue
                if not self.is_lenient:
                    self.unasked.append(ended)
                self.kalends.process.spawn()

    @contextmanager
    def _without(self, end: Callable[[], None]) -> Iterator[None]:
        with self._lock:
            end()
            yield
            self.kalends.process.spawn()

    def down(self):
        """kill -9; the server is started again at the end of the context."""
        return self._without(self.kalends.kill)

    def stopped(self):
        """Ended in good order; started again at the end of the context."""
        return self._without(self.kalends.stop)

    def end(self) -> None:
        self._over.set()
        self.join()
