"""Cyrus, a CalDAV server that is fast with many events; one user, whose calendar it makes itself."""

import imaplib
import os
import shutil
import subprocess
from pathlib import Path

import caldav
from harness.calendar_servers import PASSWORD, USER, CalendarServer
from harness.process import free_port

BIN = Path("/usr/lib/cyrus/bin")


class Cyrus(CalendarServer):
    """Run as root it works as its package's own user, to whom its folder then belongs."""

    name = "cyrus"

    def command(self) -> list[str]:
        folder, self.mail_port = self.folder, free_port()
        configuration = folder / "imapd.conf"
        configuration.write_text(
            f"""
configdirectory: {folder}/config
partition-default: {folder}/spool
defaultpartition: default
proc_path: {folder}/config/proc
mboxname_lockpath: {folder}/config/lock
httpmodules: caldav
httpallowcompress: no
caldav_allowscheduling: off
caldav_create_default: yes
caldav_create_sched: no
caldav_create_attach: no
autocreate_quota: -1
admins: cyrus
virtdomains: off
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb
sasl_mech_list: PLAIN
sasl_minimum_layer: 0
allowplaintext: yes
caldav_historical_age: -1
calendar_user_address_set: example.org
"""
        )
        services = folder / "cyrus.conf"
        services.write_text(
            f"""
START {{
  recover cmd="{BIN}/ctl_cyrusdb -C {configuration} -r"
}}
SERVICES {{
  http cmd="{BIN}/httpd -C {configuration}" listen="127.0.0.1:{self.port}" prefork=2
  imap cmd="{BIN}/imapd -C {configuration}" listen="127.0.0.1:{self.mail_port}" prefork=0
}}
EVENTS {{
}}
"""
        )
        for name in (USER, "cyrus"):
            subprocess.run(
                ["/usr/sbin/saslpasswd2", "-p", "-c", "-f", str(folder / "sasldb"), name], input=PASSWORD, text=True, check=True
            )
        for made in ["spool", "config", *[f"config/{name}" for name in ["db", "socket", "log", "msg", "proc", "lock", "user", "quota"]]]:
            (folder / made).mkdir(exist_ok=True)
        master = [str(BIN / "master"), "-C", str(configuration), "-M", str(services), "-p", str(folder / "master.pid"), "-D"]
        if os.getuid() == 0:
            for made in [folder, *folder.rglob("*")]:
                shutil.chown(made, "cyrus", "mail")
            for above in folder.parents:
                if above.stat().st_uid == 0 and above != Path("/") and not above.stat().st_mode & 0o001:
                    above.chmod(above.stat().st_mode | 0o001)
        return master

    def prepare(self) -> None:
        """Nobody has a calendar who has no mailbox."""
        with imaplib.IMAP4("127.0.0.1", self.mail_port) as mail:
            mail.login("cyrus", PASSWORD)
            kind, answer = mail.create(f"user/{USER}")
            assert kind == "OK", answer

    def client(self) -> caldav.DAVClient:
        return caldav.DAVClient(f"{self.url}dav/principals/user/{USER}/", username=USER, password=PASSWORD)
