"""Merged tickets, and messages copied to where they go on."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("record", "0016_watch"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="copy_of",
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="record.message"),
        ),
        migrations.AddField(
            model_name="ticket",
            name="merged_into",
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="record.ticket"),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(choices=[("receipt", "Receipt"), ("folded", "Folded"), ("reply", "Reply"), ("missed", "Missed"), ("moved", "Moved"), ("merged", "Merged"), ("split", "Split"), ("alert", "Alert"), ("canary", "Canary")], max_length=8),
        ),
        migrations.AlterField(
            model_name="message",
            name="settled",
            field=models.CharField(blank=True, choices=[("answered", "Answered"), ("stands", "Stands"), ("copied", "Copied")], max_length=8),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="ticket_merged"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(condition=models.Q(("copy_of__isnull", False)), fields=("copy_of", "ticket"), name="message_copied_once"),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("merged_into__isnull", False), ("resolution", "merged")), models.Q(models.Q(("resolution", "merged"), _negated=True), ("merged_into", None)), _connector="OR"), name="ticket_merged_goes_on"),
        ),
    ]
