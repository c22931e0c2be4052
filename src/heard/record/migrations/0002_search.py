"""The full-text indexes, in the way of each database."""

from django.db import migrations

from heard.record.search import postgres, sqlite

TABLES = ("record_searchrow", "record_notesearchrow")


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    create = sqlite.CREATE if vendor == "sqlite" else postgres.CREATE
    for table in TABLES:
        schema_editor.execute(create.format(table=table))


def drop(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    statement = "DROP TABLE {table}_fts" if vendor == "sqlite" else "DROP INDEX {table}_fts"
    for table in TABLES:
        schema_editor.execute(statement.format(table=table))


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
