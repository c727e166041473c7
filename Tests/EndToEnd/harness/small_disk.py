"""A small disk that only some programs see: a tmpfs in a mount namespace of its own, which can be filled and emptied again."""

import os
import pwd
import signal
import subprocess
import tempfile
from pathlib import Path


class SmallDisk:
    """Only root can make one."""

    def __init__(self, megabytes: int, owner: str):
        self.path = Path(tempfile.mkdtemp(prefix="kalends-disk-"))
        user = pwd.getpwnam(owner)
        options = f"size={megabytes}m,mode=0700,uid={user.pw_uid},gid={user.pw_gid}"
        script = f'mount -t tmpfs -o {options} kalends "$0" && echo mounted && read _'
        # The namespace lasts as long as this program, and that as long as the tests.
        self.holder = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", script, str(self.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.holder.stdout.readline() == "mounted\n", "no small disk can be made"
        self.filler: subprocess.Popen | None = None

    @property
    def within(self) -> list[str]:
        """What a command begins with, to see the disk."""
        return ["nsenter", f"--mount=/proc/{self.holder.pid}/ns/mnt", "--"]

    def fill(self) -> None:
        """Takes the last byte, and every one that is given free later."""
        script = 'while :; do cat /dev/zero >> "$0/filler"; echo full; sleep 0.02; done'
        self.filler = subprocess.Popen(
            [*self.within, "sh", "-c", script, str(self.path)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True,
        )
        assert self.filler.stdout.readline() == "full\n", "the disk cannot be filled"

    def free(self) -> None:
        if self.filler:
            os.killpg(self.filler.pid, signal.SIGKILL)
            self.filler.wait()
            self.filler.stdout.close()
            self.filler = None
        subprocess.run([*self.within, "rm", "-f", str(self.path / "filler")], check=True)

    def unmount(self) -> None:
        self.free()
        self.holder.communicate("enough\n")
        self.path.rmdir()
