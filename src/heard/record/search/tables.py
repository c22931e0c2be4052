"""The full-text indexes, laid in the way of each database; called by migrations."""

from typing import Any

from heard.record.search import postgres, sqlite

TABLES = ("record_searchrow", "record_notesearchrow", "record_helpsearchrow", "record_guidesearchrow")


def make(_apps: Any, schema_editor: Any) -> None:
    """Lay the full-text index of each searched table."""
    vendor = schema_editor.connection.vendor
    create = sqlite.CREATE if vendor == "sqlite" else postgres.CREATE
    for table in TABLES:
        schema_editor.execute(create.format(table=table))


def drop(_apps: Any, schema_editor: Any) -> None:
    """Take them away again."""
    vendor = schema_editor.connection.vendor
    statement = "DROP TABLE {table}_fts" if vendor == "sqlite" else "DROP INDEX {table}_fts"
    for table in TABLES:
        schema_editor.execute(statement.format(table=table))
