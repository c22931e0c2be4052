"""Drafts of what was spoken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0017_merged"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="spoken",
            field=models.BooleanField(default=False),
        ),
    ]
