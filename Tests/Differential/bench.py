#!/usr/bin/env python3
"""The figures of CivilTime and ICalendar in `make bench`, each in the same run as libical and the Python packages on the same corpus.

    bench.py --built FOLDER [reading] [rules] [memory]

Without a name all parts are measured. Times are those of the processor. The exit status is 1 where a limit is missed."""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests" / "EndToEnd"))

import calendars_bench
import memory_bench
import rules_bench
from bench_programs import Programs
from harness.figures import report

PARTS = {"reading": calendars_bench.figures, "rules": rules_bench.figures, "memory": memory_bench.figures}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--built", type=Path, default=ROOT / ".build" / "release", help="where the probes were built for release")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all where none is named")
    arguments = parser.parse_args()
    unknown = [part for part in arguments.parts if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; choose of {', '.join(PARTS)}")
    with tempfile.TemporaryDirectory() as folder:
        programs = Programs(built=arguments.built, folder=Path(folder))
        figures = [figure for part in arguments.parts or PARTS for figure in PARTS[part](programs)]
    sys.exit(report(figures, ROOT / ".build" / "bench-time.json"))


if __name__ == "__main__":
    main()
