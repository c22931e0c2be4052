"""One law of the database, in SQL that both databases read; see `laws.py`."""

import hashlib
from dataclasses import dataclass


def changed(columns: list[str]) -> str:
    """The condition that one of these columns is written anew."""
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


@dataclass(frozen=True)
class Law:
    """`refuse` is the condition under which the statement is refused, in SQL both databases read."""

    name: str
    on: str
    table: str
    refuse: str
    says: str

    @property
    def version(self) -> str:
        """A hash of the law's text, kept beside it in the database."""
        return hashlib.sha256(f"{self.on}{self.table}{self.refuse}{self.says}".encode()).hexdigest()[:16]
