"""Small C programs of the harness, compiled when they are first needed."""

import functools
import subprocess
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent


@functools.cache
def _folder() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="kalends-harness-")


@functools.cache
def compiled(name: str, *libraries: str) -> Path:
    """The program that `name`.c beside this file becomes."""
    program = Path(_folder().name) / name
    flags = [f"-l{library}" for library in libraries]
    subprocess.run(["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program, FOLDER / f"{name}.c", *flags], check=True)
    return program
