"""Keys to the REST API, made from the shell."""


def api_key(kalends, *scopes: str, role: str = "administrator") -> str:
    wanted = [part for scope in scopes for part in ("--scope", scope)]
    return kalends.command("token", "create", "--name", "End to end", "--role", role, *wanted).stdout.strip()
