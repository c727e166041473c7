"""A private PostgreSQL on a free port of loopback; as root it runs as another user, as the server demands."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness.process import Process, free_port


def binaries() -> Path:
    """The newest version that Debian's packages brought."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    assert versions, "PostgreSQL is not installed: run `scripts/setup test`"
    return versions[-1].parent


class Postgres:
    def __init__(self, **settings: str):
        self.folder = Path(tempfile.mkdtemp(prefix="kalends-postgres-"))
        self.port = free_port()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.settings = {"fsync": "off", "max_connections": "200"} | settings
        self.process: Process | None = None

    def _as_user(self, *command: str) -> list[str]:
        return ["setpriv", f"--reuid={self.user}", "--regid=postgres", "--clear-groups", *command] if os.geteuid() == 0 else list(command)

    def start(self) -> "Postgres":
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        data = str(self.folder / "data")
        if not Path(data).exists():
            subprocess.run(
                self._as_user(str(binaries() / "initdb"), "-D", data, "-U", "kalends", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"),
                check=True, capture_output=True, cwd="/",
            )
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = self._as_user(
            str(binaries() / "postgres"), "-D", data, "-h", "127.0.0.1", "-p", str(self.port), "-k", str(self.folder), *options
        )
        self.process = Process(command, self.folder.parent / f"{self.folder.name}.log")
        self.process.start(self.is_ready, within=60)
        return self

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

    def address(self, name: str) -> str:
        return f"postgres://kalends@127.0.0.1:{self.port}/{name}"

    def sql(self, name: str, statement: str) -> str:
        return self.run_tool("psql", "-d", name, "-v", "ON_ERROR_STOP=1", "-Atc", statement).stdout.strip()

    def kill(self) -> None:
        """All of its processes at once, as a power cut would."""
        if self.process and self.process.child and self.process.child.poll() is None:
            subprocess.run(["pkill", "-9", "-P", str(self.process.child.pid)], check=False)
            self.process.kill()

    def stop(self) -> None:
        if self.process:
            self.process.stop(within=30)
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder.parent / f"{self.folder.name}.log").unlink(missing_ok=True)
