"""The server under test: the built binary with a data folder of its own."""

import json
import os
import re
import subprocess
from pathlib import Path

import requests

from harness.process import Process, environment, free_port

ROOT = Path(__file__).resolve().parents[3]
BINARY = Path(os.environ.get("KALENDS_TEST_BINARY", ROOT / ".build/debug/kalends"))

SETUP_CODE = re.compile(r"(?i)(?:set-?up|one-time)\s+code\W+(?:is\W+)?([A-Za-z0-9][A-Za-z0-9-]{5,})")


class Kalends:
    """One instance. Everything that it keeps is below `folder`; the same folder can be started again and again."""

    def __init__(self, folder: Path, data: Path | None = None, within: list[str] | None = None, binary: Path = BINARY, **settings: str):
        """`within` is the command that runs the program elsewhere or as somebody else, who then also makes the folder `data`."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.data = data or folder / "data"
        self.within = within or []
        self.binary = binary
        if data is None:
            self.data.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {
            "KALENDS_DATA_DIR": str(self.data),
            "KALENDS_LISTEN": f"127.0.0.1:{self.port}",
            "KALENDS_BASE_URL": self.url,
            "KALENDS_ALLOW_PRIVATE_ADDRESSES": "all",
            "KALENDS_RATE_LIMIT": "0",
            "KALENDS_POLL_SECONDS": "2",
        } | settings
        self.process = Process([*self.within, str(self.binary), "serve"], folder / "kalends.log", environment(**self.settings))

    def start(self) -> "Kalends":
        assert BINARY.exists(), f"{BINARY} is not built: run `swift build --build-tests`"
        self.process.start(self.is_ready)
        return self

    def is_ready(self) -> bool:
        try:
            return requests.get(f"{self.url}/readyz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    def stop(self) -> None:
        self.process.stop()

    def kill(self) -> None:
        self.process.kill()

    def restart(self) -> None:
        self.stop()
        self.start()

    @property
    def log(self) -> str:
        return self.process.text()

    @property
    def setup_code(self) -> str:
        """The one-time code that the server printed for the set-up."""
        found = SETUP_CODE.findall(self.log)
        assert found, f"no set-up code in the log:\n{self.process.last_lines()}"
        return found[-1]

    def command(self, *arguments: str, text: str | None = None, expect: int | None = 0) -> subprocess.CompletedProcess:
        """Runs a sub-command against the same data folder."""
        outcome = subprocess.run(
            [*self.within, str(self.binary), *arguments], input=text, capture_output=True, text=True, timeout=180, env=self.process.environment
        )
        if expect is not None:
            assert outcome.returncode == expect, f"kalends {' '.join(arguments)}: {outcome.returncode}\n{outcome.stdout}{outcome.stderr}"
        return outcome

    def json(self, *arguments: str):
        return json.loads(self.command(*arguments).stdout)
