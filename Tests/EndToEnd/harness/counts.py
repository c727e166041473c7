"""How much of everything: the issue's full figures, or less where `make test` would grow too long.

KALENDS_TEST_FULL=1 (set by `make test-long`) asks for the full figures everywhere; each can also be named alone.
"""

import os

FULL = os.environ.get("KALENDS_TEST_FULL") == "1"


def figure(name: str, full: int, everyday: int | None = None) -> int:
    return int(os.environ.get(f"KALENDS_TEST_{name}", full if FULL or everyday is None else everyday))


RACE_CLIENTS = figure("RACE_CLIENTS", 64)
RACE_ROUNDS = figure("RACE_ROUNDS", 200)
CRASH_BOOKINGS = figure("CRASH_BOOKINGS", 300)
CRASH_KILLS = figure("CRASH_KILLS", 50)
ZONES = figure("ZONES", 10_000, everyday=40)
SEED = figure("SEED", 20261121)
