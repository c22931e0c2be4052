"""Short words written in capitals, like VPN, are kept of the guides that were written before."""

from django.db import migrations

from heard.record.search import sqlite
from heard.record.search.written import said_by


def keep_names(apps, schema_editor):
    """Each row is said anew from the words it stands for."""
    for name, source in (("GuideSearchRow", _newest(apps)), ("HelpSearchRow", _public(apps))):
        for row in apps.get_model("record", name).objects.all():
            title, text = source.get((row.of_id, row.language), ("", ""))
            words, table = said_by(title, text), row._meta.db_table
            if words == row.text or not words:
                continue
            if schema_editor.connection.vendor == "sqlite":
                sqlite.forget(table, [row.pk], column="id")
            row.text = words
            row.save(update_fields=["text"])
            if schema_editor.connection.vendor == "sqlite":
                sqlite.index(table, row.pk, words)


def _newest(apps):
    versions = apps.get_model("record", "GuideVersion").objects.order_by("n")
    return {(one.guide_id, one.language): (one.title, one.text) for one in versions}


def _public(apps):
    words = apps.get_model("record", "HelpWords").objects.all()
    return {(one.help_id, one.language): (one.title, one.text) for one in words}


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0052_macro'),
    ]

    operations = [
        migrations.RunPython(keep_names, migrations.RunPython.noop),
    ]
