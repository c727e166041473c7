"""Several `kalends serve` over one PostgreSQL: one secret key, one address for people, a folder for each log."""

from pathlib import Path

from harness.kalends import Kalends


class Nodes:
    def __init__(self, folder: Path, addresses: list[str], **settings: str):
        """One node for each address of the same database."""
        shared = {"KALENDS_SECRET_KEY_FILE": str(folder / "secret.key")} | settings
        self.all: list[Kalends] = []
        for number, address in enumerate(addresses):
            self.all.append(Kalends(folder / f"node-{number}", KALENDS_DATABASE_URL=address, **shared))
            shared["KALENDS_BASE_URL"] = self.all[0].url

    def start(self) -> "Nodes":
        for node in self.all:
            node.start()
        return self

    def stop(self) -> None:
        for node in self.all:
            node.stop()

    @property
    def first(self) -> Kalends:
        return self.all[0]
