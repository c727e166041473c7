"""TLS to PostgreSQL, with the options that libpq knows: whoever asks for a server that proves itself gets one, or a clear sentence."""

import shutil
import subprocess
from pathlib import Path

import pytest
from harness.kalends import Kalends
from harness.postgres import Postgres

PASSWORD = "s3cret-and-long"
ROLE = "guest"


def certificate(folder: Path, name: str, alternatives: str) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key."""
    cert, key = folder / f"{name}.crt", folder / f"{name}.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext",
         f"subjectAltName={alternatives}", "-out", cert, "-keyout", key],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


class SafePostgres(Postgres):
    """One whose guests come by TLS and password alone."""

    def __init__(self, alternatives: str):
        super().__init__(ssl="on", password_encryption="scram-sha-256")
        self.root, key = certificate(self.folder, "server", alternatives)
        hba = self.folder / "hba.conf"
        hba.write_text(f"host all kalends 127.0.0.1/32 trust\nhostssl all {ROLE} 127.0.0.1/32 scram-sha-256\n")
        for file in (self.root, key, hba):
            shutil.chown(file, self.user)
        key.chmod(0o600)
        self.root.chmod(0o644)
        self.folder.chmod(0o755)
        self.settings |= {"ssl_cert_file": str(self.root), "ssl_key_file": str(key), "hba_file": str(hba)}

    def guests_database(self, name: str) -> str:
        """A new database of the guest's; returns its address without options."""
        self.run_tool("createdb", "-O", ROLE, name)
        return f"postgres://{ROLE}:{PASSWORD}@127.0.0.1:{self.port}/{name}"


def started(alternatives: str) -> SafePostgres:
    server = SafePostgres(alternatives).start()
    server.sql("postgres", f"CREATE ROLE {ROLE} LOGIN PASSWORD '{PASSWORD}'")
    return server


@pytest.fixture(scope="module")
def server():
    server = started("IP:127.0.0.1,DNS:localhost")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def misnamed():
    """A server whose certificate is another host's."""
    server = started("DNS:db.example.org")
    yield server
    server.stop()


def node(tmp_path: Path, address: str) -> Kalends:
    return Kalends(tmp_path / "node", KALENDS_DATABASE_URL=address)


def refusal(kalends: Kalends) -> str:
    """What a start says that does not succeed; it must never be the password."""
    outcome = kalends.command("serve", expect=1)
    said = outcome.stdout + outcome.stderr
    assert PASSWORD not in said and kalends.log == ""
    return said


@pytest.mark.parametrize("options", ["sslmode=require", "sslmode=verify-ca&sslrootcert={root}", "sslmode=verify-full&sslrootcert={root}"])
def test_a_node_serves_over_tls(tmp_path, server, options):
    name = "tls_" + "".join(letter for letter in options.split("&")[0] if letter.isalpha())
    kalends = node(tmp_path, f"{server.guests_database(name)}?{options.format(root=server.root)}")
    kalends.start()
    try:
        connections = server.sql(
            name,
            "SELECT count(*), count(*) FILTER (WHERE s.ssl) FROM pg_stat_activity a JOIN pg_stat_ssl s USING (pid) "
            f"WHERE a.usename = '{ROLE}' AND a.datname = '{name}'",
        )
        count, safe = map(int, connections.split("|"))
        assert count >= 2 and safe == count, "a connection of the node is not encrypted"
        assert "all is well" in kalends.command("database", "check").stdout
    finally:
        kalends.stop()
    assert PASSWORD not in kalends.log


def test_a_server_that_another_root_vouches_for_is_refused(tmp_path, server):
    other, _ = certificate(tmp_path, "other", "IP:127.0.0.1")
    said = refusal(node(tmp_path, f"{server.guests_database('wrong_root')}?sslmode=verify-full&sslrootcert={other}"))
    assert "certificate verify failed" in said and "sslrootcert" in said and "not ready for Kalends" in said


def test_a_root_that_is_not_there_is_named(tmp_path, server):
    missing = tmp_path / "missing.crt"
    said = refusal(node(tmp_path, f"{server.guests_database('no_root')}?sslmode=verify-full&sslrootcert={missing}"))
    assert str(missing) in said and "sslrootcert" in said


def test_a_certificate_of_another_host_is_refused_where_the_name_counts(tmp_path, misnamed):
    address = misnamed.guests_database("misnamed")
    said = refusal(node(tmp_path, f"{address}?sslmode=verify-full&sslrootcert={misnamed.root}"))
    assert "does not match host name" in said and "sslmode" in said
    kalends = node(tmp_path, f"{address}?sslmode=verify-ca&sslrootcert={misnamed.root}")
    kalends.command("migrate")


def test_a_server_without_tls_is_refused_where_it_is_asked_for(tmp_path):
    plain = Postgres().start()
    try:
        said = refusal(node(tmp_path, f"{plain.database('plain')}?sslmode=require"))
        assert "does not support SSL" in said and "sslmode" in said
    finally:
        plain.stop()


def test_a_server_that_asks_for_tls_is_not_reached_without(tmp_path, server):
    said = refusal(node(tmp_path, f"{server.guests_database('plain_text')}?sslmode=disable"))
    assert "no encryption" in said and "sslmode" in said


def test_a_wrong_password_is_told_without_naming_any(tmp_path, server):
    address = server.guests_database("wrong_password").replace(PASSWORD, "wr0ng-one")
    said = refusal(node(tmp_path, f"{address}?sslmode=require"))
    assert "password authentication failed" in said and "wr0ng-one" not in said
