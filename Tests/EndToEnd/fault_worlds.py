"""Instances whose ground can be taken from under them: what can happen to a node, to its database and to the disk, and how it ends."""

import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests
from harness.database import Database
from harness.hidden_database import HiddenDatabase
from harness.kalends import BINARY, Kalends
from harness.nodes import Nodes
from harness.postgres import Postgres
from harness.server_database import ServerDatabase
from harness.small_disk import SmallDisk
from harness.supervisor import Supervisor
from harness.tcp_gate import TCPGate

OTHER_USER = "nobody"
# Seconds in which a node that could serve does; on a machine that does other things as well.
PATIENCE = 60


class World:
    """One or several nodes with a supervisor each. `faults` lists what can happen, by the names of methods; each heals what it broke."""

    faults: list[str] = []

    def __init__(self, folder: Path, seed: int, settings: dict[str, str]):
        self.folder, self.settings = folder, settings
        self.random = random.Random(seed)
        self.nodes: list[Kalends] = []
        self.supervisors: list[Supervisor] = []
        self.database: Database
        # How often a node or all of them were killed.
        self.kills = 0

    def start(self) -> None:
        """The first node alone, for its set-up."""
        self.first.start()

    def start_all(self) -> None:
        for node in self.nodes[1:]:
            node.start()
        self.supervisors = [Supervisor(node) for node in self.nodes]
        for supervisor in self.supervisors:
            supervisor.start()

    def stop(self) -> None:
        for supervisor in self.supervisors:
            supervisor.end()
        with ExitStack() as nodes:
            for node in self.nodes:
                nodes.callback(node.stop)

    @property
    def first(self) -> Kalends:
        return self.nodes[0]

    @property
    def unasked_ends(self) -> list[int]:
        return [code for supervisor in self.supervisors for code in supervisor.unasked]

    def pause(self, least: float = 0, most: float = 1) -> None:
        time.sleep(self.random.uniform(least, most))

    def wait_until_ready(self) -> None:
        """Nobody lends a hand."""
        wait(lambda: all(readiness(node) == 200 for node in self.nodes), "ready again")

    def wait_until_unready(self, nodes: list[Kalends] | None = None) -> None:
        for node in nodes or self.nodes:
            wait(lambda: readiness(node) == 503, f"{node.url} said to be unready")

    # Faults

    def kill_a_node(self) -> None:
        self.kills += 1
        with self.random.choice(self.supervisors).down():
            self.pause(0, 0.5)

    def kill_all_nodes(self) -> None:
        self.kills += 1
        with ExitStack() as stack:
            for supervisor in self.supervisors:
                stack.enter_context(supervisor.down())
            self.pause(0, 0.5)


def readiness(node: Kalends) -> int | None:
    try:
        return requests.get(f"{node.url}/readyz", timeout=10).status_code
    except requests.RequestException:
        return None


def wait(condition: Callable[[], bool], what: str, within: float = PATIENCE) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not {what} within {within:g} s"
        time.sleep(0.05)


class ServerWorld(World):
    """Three nodes, each behind a gate to one PostgreSQL, whose disk is small where one can be made."""

    faults = ["kill_a_node", "kill_all_nodes", "kill_postgres", "end_sessions", "cut_connections", "shut_connections", "hold_connections"]

    def __init__(self, folder: Path, seed: int, settings: dict[str, str]):
        super().__init__(folder, seed, settings)
        self.disk = SmallDisk(256, owner="postgres") if os.geteuid() == 0 else None
        if self.disk:
            self.faults = [*self.faults, "fill_disk"]
        self.postgres = Postgres(self.disk, max_wal_size="32MB", min_wal_size="32MB", shared_buffers="32MB").start()
        self.postgres.database("kalends")
        self.database = ServerDatabase(self.postgres, "kalends")
        self.gates = [TCPGate(self.postgres.port) for _ in range(3)]
        self.nodes = Nodes(folder, [self.postgres.address("kalends", gate.port) for gate in self.gates], **settings).all

    def stop(self) -> None:
        with ExitStack() as ground:
            if self.disk:
                ground.callback(self.disk.unmount)
            ground.callback(self.postgres.stop)
            for gate in self.gates:
                ground.callback(gate.stop)
            super().stop()

    def kill_postgres(self) -> None:
        self.postgres.kill()
        self.wait_until_unready()
        self.pause()
        self.postgres.start()

    def end_sessions(self) -> None:
        for _ in range(self.random.randint(1, 3)):
            self.postgres.sql(
                "postgres", "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'kalends%'"
            )
            self.pause(0, 0.5)

    @contextmanager
    def some_gates(self):
        """Those of one node or of all; open again at the end."""
        chosen = self.random.choice([[number] for number in range(len(self.gates))] + [list(range(len(self.gates)))])
        yield [self.gates[number] for number in chosen], [self.nodes[number] for number in chosen]
        for number in chosen:
            self.gates[number].open()

    def cut_connections(self) -> None:
        with self.some_gates() as (gates, _):
            for _ in range(self.random.randint(1, 3)):
                for gate in gates:
                    gate.cut()
                self.pause(0, 0.5)

    def shut_connections(self) -> None:
        with self.some_gates() as (gates, nodes):
            for gate in gates:
                gate.shut()
            self.wait_until_unready(nodes)
            self.pause()

    def hold_connections(self) -> None:
        with self.some_gates() as (gates, _):
            for gate in gates:
                gate.hold()
            self.pause(0.5, 3)
            if self.random.random() < 0.5:
                for gate in gates:
                    gate.cut()

    def fill_disk(self) -> None:
        self.disk.fill()
        self.wait_until_unready()
        self.pause()
        self.disk.free()
        # As its own supervisor would: a server that finds no room for its log ends.
        if not self.postgres.is_running:
            self.postgres.start()


class FileWorld(World):
    """One server that runs as another user than root, if there is another, over an SQLite file."""

    def __init__(self, folder: Path, seed: int, settings: dict[str, str], data: Path, within: list[str]):
        super().__init__(folder, seed, settings)
        is_root = os.geteuid() == 0
        self.user = ["setpriv", f"--reuid={OTHER_USER}", "--regid=nogroup", "--clear-groups"] if is_root else []
        within = [*within, *self.user]
        self.nodes = [Kalends(folder, data=data, within=within, binary=self.program(), **settings)]
        self.database = HiddenDatabase(data, within)

    def program(self) -> Path:
        """The built one, or a copy where the other user may not go to it."""
        if subprocess.run([*self.user, "test", "-x", str(BINARY)]).returncode == 0:
            return BINARY
        place = Path(tempfile.mkdtemp(prefix="kalends-program-", dir="/var/tmp"))
        place.chmod(0o755)
        return Path(shutil.copy(BINARY, place / "kalends"))

    def stop(self) -> None:
        super().stop()
        if self.first.binary != BINARY:
            shutil.rmtree(self.first.binary.parent, ignore_errors=True)


class SmallDiskWorld(FileWorld):
    """The file is on a small disk that can be filled."""

    faults = ["kill_a_node", "fill_disk"]

    def __init__(self, folder: Path, seed: int, settings: dict[str, str]):
        self.disk = SmallDisk(96, owner=OTHER_USER)
        super().__init__(folder, seed, settings, self.disk.path / "data", self.disk.within)

    def stop(self) -> None:
        with ExitStack() as ground:
            ground.callback(self.disk.unmount)
            super().stop()

    def fill_disk(self) -> None:
        self.disk.fill()
        self.wait_until_unready()
        self.pause()
        self.disk.free()


class LockedFileWorld(FileWorld):
    """The file is where it usually is; somebody takes the right to write it away."""

    faults = ["kill_a_node", "start_with_file_locked", "start_in_locked_folder"]

    def __init__(self, folder: Path, seed: int, settings: dict[str, str]):
        self.place = Path(tempfile.mkdtemp(prefix="kalends-locked-", dir="/var/tmp"))
        if os.geteuid() == 0:
            shutil.chown(self.place, OTHER_USER)
        super().__init__(folder, seed, settings, self.place / "data", [])
        if self.can_freeze():
            self.faults = [*self.faults, "freeze_files"]

    def stop(self) -> None:
        with ExitStack() as ground:
            ground.callback(shutil.rmtree, self.place)
            super().stop()

    @property
    def files(self) -> list[Path]:
        """The database and what is beside it, as far as it is there."""
        return [path for end in ("", "-wal", "-shm") if (path := self.first.data / f"kalends.sqlite{end}").exists()]

    def can_freeze(self) -> bool:
        """Only root can, and not on every file system."""
        probe = self.place / "probe"
        probe.touch()
        is_frozen = subprocess.run(["chattr", "+i", str(probe)], capture_output=True).returncode == 0
        if is_frozen:
            subprocess.run(["chattr", "-i", str(probe)], check=True)
        probe.unlink()
        return is_frozen

    def freeze_files(self) -> None:
        """Not even an open file can be written."""
        files = [str(path) for path in self.files if not path.name.endswith("-shm")]
        subprocess.run(["chattr", "+i", *files], check=True)
        self.wait_until_unready()
        self.pause()
        subprocess.run(["chattr", "-i", *files], check=True)

    def start_with_file_locked(self) -> None:
        """No start succeeds, and each says why."""
        (supervisor,) = self.supervisors
        told = self.first.log.count("Error: ")
        with supervisor.stopped():
            self.files[0].chmod(0o400)
            supervisor.is_lenient = True
        wait(lambda: self.first.log.count("Error: ") >= told + 2, "refused to start")
        reasons = [line for line in self.first.log.splitlines() if line.startswith("Error: ")]
        assert all("The database cannot be written" in line for line in reasons), reasons
        self.files[0].chmod(0o600)
        self.wait_until_ready()
        supervisor.is_lenient = False

    def start_in_locked_folder(self) -> None:
        """All that is needed is there already: nobody notices."""
        self.kills += 1
        with self.supervisors[0].down():
            self.first.data.chmod(0o500)
        self.wait_until_ready()
        self.pause()
        self.first.data.chmod(0o700)
