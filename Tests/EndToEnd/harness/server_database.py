"""What is stored on a PostgreSQL server, asked by the same questions as the file."""

import json

from harness.database import Database
from harness.postgres import Postgres


class ServerDatabase(Database):
    def __init__(self, postgres: Postgres, name: str):
        self.postgres, self.name = postgres, name

    def rows(self, query: str, *values) -> list[dict]:
        for value in values:
            query = query.replace("?", str(value) if isinstance(value, int) else f"'{value}'", 1)
        return json.loads(self.postgres.sql(self.name, f"SELECT coalesce(json_agg(found), '[]') FROM ({query}) AS found"))
