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
# kill -9 while both sides change a calendar; for each kind of calendar.
SYNC_KILLS = figure("SYNC_KILLS", 60, everyday=10)
NODE_RACE_ROUNDS = figure("NODE_RACE_ROUNDS", 200, everyday=4)
RAW_STATEMENTS = figure("RAW_STATEMENTS", 400, everyday=60)
# 0: each kind of fault once.
FAULT_ROUNDS = figure("FAULT_ROUNDS", 200, everyday=0)
# New bookings that must follow each fault.
PROOF = figure("PROOF", 24, everyday=8)
# Longer than the product waits for its database, or long enough to see that nobody else waits.
SILENT_SECONDS = figure("SILENT_SECONDS", 70, everyday=6)
BACKUPS = figure("BACKUPS", 10, everyday=2)
COPY_APPOINTMENTS = figure("COPY_APPOINTMENTS", 200_000, everyday=3_000)
ZONES = figure("ZONES", 10_000, everyday=40)
RULES = figure("RULES", 200_000, everyday=3_000)
CALENDARS = figure("CALENDARS", 10_000, everyday=400)
SERIES = figure("SERIES", 10_000, everyday=500)
# The parts of the rules, of which one can run alone: KALENDS_TEST_PART=2/4.
PARTS = [os.environ["KALENDS_TEST_PART"]] if "KALENDS_TEST_PART" in os.environ else ["1/1"]
SEED = figure("SEED", 20261121)
