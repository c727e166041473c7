"""The rows of `make bench`: what was measured, beside the limit that it has to keep."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Figure:
    name: str
    value: float
    unit: str
    limit: str = ""
    holds: bool = True

    @property
    def row(self) -> str:
        digits = 0 if self.value >= 100 else 1 if self.value >= 10 else 2
        value = ("yes" if self.value else "no") if self.unit == "?" else f"{self.value:,.{digits}f} {self.unit}"
        return f"| {self.name} | {value} | {self.limit} | {'holds' if self.holds and self.limit else '' if self.holds else 'MISSED'} |"


def report(figures: list[Figure], file: Path) -> int:
    """Prints the table and keeps the figures in a file; the exit status is 1 where one misses its limit."""
    print("\n| figure | measured | limit | |\n| --- | ---: | --- | --- |")
    print("\n".join(figure.row for figure in figures))
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps([vars(figure) for figure in figures], indent=2))
    return 0 if all(figure.holds for figure in figures) else 1
