"""A gate between a node and its database: lets everything through, holds it back, or cuts it. It runs as a program of its own, so that the
tests' thread holds up nobody's bytes.
"""

import asyncio
import subprocess
import sys
from pathlib import Path

from harness.process import free_port


class TCPGate:
    """Listens on a port of its own and leads to `target`."""

    def __init__(self, target: int):
        self.port = free_port()
        command = [sys.executable, "-m", "harness.tcp_gate", str(self.port), str(target)]
        self.program = subprocess.Popen(
            command, cwd=Path(__file__).parents[1], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self.program.stdout.readline() == "listening\n", "the gate does not listen"

    def _tell(self, word: str) -> None:
        self.program.stdin.write(word + "\n")
        assert self.program.stdout.readline() == word + "\n", f"the gate does not {word}"

    def open(self) -> None:
        """Everything passes, what was held back first."""
        self._tell("open")

    def hold(self) -> None:
        """Connections stand, new ones too, and no byte passes."""
        self._tell("hold")

    def cut(self) -> None:
        """Every connection is broken; new ones may come at once."""
        self._tell("cut")

    def shut(self) -> None:
        """Every connection is broken, and so is each new one."""
        self._tell("shut")

    def stop(self) -> None:
        self.program.kill()
        self.program.wait()
        self.program.stdin.close()
        self.program.stdout.close()


class Side(asyncio.Protocol):
    """One end of a connection; what it receives goes to the other end."""

    def __init__(self, gate: "Gate"):
        self.gate = gate
        self.transport: asyncio.Transport | None = None
        self.other: Side | None = None
        # What came before the other end was there, or while everything is held back.
        self.kept = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.gate.sides.add(self)

    def data_received(self, data: bytes) -> None:
        self.kept += data
        self.pass_on()

    def pass_on(self) -> None:
        if self.gate.state == "open" and self.other:
            self.other.transport.write(self.kept)
            self.kept = b""

    def connection_lost(self, _: Exception | None) -> None:
        self.gate.sides.discard(self)
        if self.other and self.other.transport:
            self.other.transport.close()


class Gate:
    """What the program itself does."""

    def __init__(self, port: int, target: int):
        self.port, self.target = port, target
        self.state = "open"
        self.sides: set[Side] = set()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_server(self.accept, "127.0.0.1", self.port, backlog=256)
        print("listening", flush=True)
        commands = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
        while word := (await commands.readline()).decode().strip():
            self.obey(word)
            print(word, flush=True)

    def accept(self) -> Side:
        side = Side(self)
        asyncio.get_running_loop().call_soon(lambda: asyncio.ensure_future(self.lead(side)))
        return side

    async def lead(self, side: Side) -> None:
        if self.state == "shut":
            return side.transport.abort()
        try:
            _, other = await asyncio.get_running_loop().create_connection(lambda: Side(self), "127.0.0.1", self.target)
        except OSError:
            return side.transport.abort()
        other.other, side.other = side, other
        side.pass_on()
        if side.transport.is_closing():
            other.transport.close()

    def obey(self, word: str) -> None:
        self.state = "open" if word == "cut" else word
        for side in list(self.sides):
            if word in ("cut", "shut"):
                side.transport.abort()
            else:
                side.pass_on()


if __name__ == "__main__":
    asyncio.run(Gate(int(sys.argv[1]), int(sys.argv[2])).run())
