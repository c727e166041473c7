"""A private PostgreSQL on a free port of loopback; as root it runs as another user, as the server demands."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from harness.process import Process, free_port
from harness.small_disk import SmallDisk


def binaries() -> Path:
    """The newest version that Debian's packages brought."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    assert versions, "PostgreSQL is not installed: run `scripts/setup test`"
    return versions[-1].parent


class Postgres:
    def __init__(self, disk: SmallDisk | None = None, **settings: str):
        """On a disk of its own, or in a temporary folder."""
        self.disk = disk
        self.folder = disk.path if disk else Path(tempfile.mkdtemp(prefix="kalends-postgres-"))
        self.is_made = False
        self.port = free_port()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.settings = {"fsync": "off", "max_connections": "200"} | settings
        self.process: Process | None = None

    def _as_user(self, *command: str) -> list[str]:
        if os.geteuid() != 0:
            return list(command)
        within = self.disk.within if self.disk else []
        return [*within, "setpriv", f"--reuid={self.user}", "--regid=postgres", "--clear-groups", *command]

    def start(self) -> "Postgres":
        if os.geteuid() == 0 and not self.disk:
            shutil.chown(self.folder, self.user)
        data = str(self.folder / "data")
        if not self.is_made:
            subprocess.run(
                self._as_user(str(binaries() / "initdb"), "-D", data, "-U", "kalends", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"),
                check=True, capture_output=True, cwd="/",
            )
            self.is_made = True
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = self._as_user(
            str(binaries() / "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder), *options
        )
        self.process = Process(command, self.folder.parent / f"{self.folder.name}.log")
        self.process.start(self.is_ready, within=60)
        return self

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.child.poll() is None

    def is_ready(self) -> bool:
        return self.run_tool("pg_isready", "-q", check=False).returncode == 0

    def run_tool(self, tool: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess:
        return subprocess.run(
            [str(binaries() / tool), "-h", "127.0.0.1", "-p", str(self.port), "-U", "kalends", *arguments],
            check=check, capture_output=True, text=True,
        )

    def database(self, name: str) -> str:
        """A new database; returns its address."""
        self.run_tool("createdb", name)
        return self.address(name)

    def address(self, name: str, port: int | None = None) -> str:
        return f"postgres://kalends@127.0.0.1:{port or self.port}/{name}"

    def sql(self, name: str, statement: str) -> str:
        return self.run_tool("psql", "-d", name, "-v", "ON_ERROR_STOP=1", "-Atc", statement).stdout.strip()

    def kill(self) -> None:
        """All of its processes at once, as a power cut would."""
        if self.is_running:
            postmaster = self.process.child.pid
            children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
            # The postmaster first, or it would start others in their place; they have it as their parent until then.
            self.process.kill()
            for child in map(int, children):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

    def stop(self) -> None:
        if self.process:
            self.process.stop(within=30)
        if not self.disk:
            shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder.parent / f"{self.folder.name}.log").unlink(missing_ok=True)
