"""The rows of recorded bookings as the two bare programs are given them: a file for `bare_sqlite`, a script for `pgbench`."""

import random
import struct
from dataclasses import dataclass
from pathlib import Path

from harness.recording import Recording

COUNTING = (
    "INSERT INTO availability_counters (organization, shard, revision) VALUES ({organization}, {shard}, 1) "
    "ON CONFLICT (organization, shard) DO UPDATE SET revision = availability_counters.revision + 1"
)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True)
class BareSeat:
    """A time with a person, and whose address books it."""

    start: int
    end: int
    staff: str
    resource: str
    mail: str


def write_rows(file: Path, recording: Recording, seats: list[BareSeat], draw: random.Random) -> None:
    """The file that `bare_sqlite` reads."""
    statements = [
        f"INSERT INTO {write.table} ({', '.join(write.values)}) VALUES ({', '.join('?' * len(write.values))})" for write in recording.inserted
    ] + [COUNTING.format(organization="'home'", shard="0")]
    patterns = [[list(recording.pieces(value)) for value in write.values.values()] for write in recording.inserted] + [[]]
    with file.open("wb") as output:
        output.write(struct.pack("<I", len(statements)))
        for statement in statements:
            output.write(struct.pack("<I", len(statement)) + statement.encode())
        output.write(struct.pack("<I", len(seats)))
        for seat in seats:
            own = _own_values(recording, seat, draw)
            output.write(struct.pack("<I", len(patterns)))
            for number, pattern in enumerate(patterns):
                output.write(struct.pack("<II", number, len(pattern)))
                for pieces in pattern:
                    values = [own[piece] if kind == "varying" else piece for kind, piece in pieces]
                    output.write(_packed(values[0] if len(values) == 1 else "".join(str(value) for value in values)))


def _own_values(recording: Recording, seat: BareSeat, draw: random.Random) -> dict[str, object]:
    """As random, and as long, as Kalends makes them."""

    def letters(name: str, prefix: str = "") -> str:
        length = next(len(old) for old, found in recording.varying().items() if found == name)
        return prefix + "".join(draw.choices(LETTERS, k=length - len(prefix)))

    return {
        "customer": letters("customer"), "appointment": letters("appointment"), "uid": letters("uid", "kalends-"), "form": letters("form"),
        "token": f"{draw.getrandbits(256):064x}", "sealed": letters("sealed", "k1."),
        "mail": seat.mail, "start": seat.start, "end": seat.end, "staff": seat.staff, "resource": seat.resource,
    }


def _packed(value) -> bytes:
    if value is None:
        return b"n"
    if isinstance(value, int):
        return b"i" + struct.pack("<q", value)
    raw = value.encode()
    return b"t" + struct.pack("<I", len(raw)) + raw


def pgbench_script(recording: Recording, people: int, first: int, seats: int) -> str:
    """A script for `pgbench -M prepared -D turn=…`: each turn of each client is a booking of a seat of its own, among `people` people whose
    ids are `copy-1` and so on, on half hours from `first` on, in an order that spreads them; there are `seats` seats.
    """

    def random_text(salt: str, name: str, prefix: str = "") -> str:
        length = next(len(old) for old, found in recording.varying().items() if found == name)
        parts = [f"'{prefix}'"] if prefix else []
        parts += [f"md5(CAST(:n AS text) || '{salt}{part}')" for part in range(-(-(length - len(prefix)) // 32))]
        return f"left({' || '.join(parts)}, {length})"

    expressions = {
        "customer": random_text("c", "customer"), "appointment": random_text("a", "appointment"), "uid": random_text("u", "uid", "kalends-"),
        "form": random_text("f", "form"), "token": random_text("t", "token"), "sealed": random_text("s", "sealed", "k1."),
        "mail": "'c' || CAST(:n AS text) || '@example.org'",
        "start": "CAST(:start AS bigint)", "end": "CAST(:start AS bigint) + 1800",
        "staff": "'copy-' || CAST(:person AS text)", "resource": "'copy-' || CAST(:person AS text)",
    }

    def expression(value) -> str:
        pieces = list(recording.pieces(value))
        if len(pieces) == 1:
            kind, piece = pieces[0]
            return expressions[piece] if kind == "varying" else _literal(piece)
        return " || ".join(f"({expressions[piece]})" if kind == "varying" else _literal(piece) for kind, piece in pieces)

    lines = [
        "\\set n random(1, 1000000000000)",
        f"\\set seat ((:turn * 16 + :client_id) * 7919) % {seats}",
        "\\set turn :turn + 1",
        f"\\set person 1 + :seat % {people}",
        f"\\set start {first} + :seat / {people} * 1800",
        "BEGIN;",
    ]
    for write in recording.inserted:
        lines.append(f"INSERT INTO {write.table} ({', '.join(write.values)}) VALUES ({', '.join(map(expression, write.values.values()))});")
    return "\n".join([*lines, COUNTING.format(organization="'home'", shard="2000 + :client_id") + ";", "END;", ""])


def _literal(value) -> str:
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
