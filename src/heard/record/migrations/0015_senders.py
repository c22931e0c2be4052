"""Senders whose automatic mail is a request on a desk."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0014_moving_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskSender",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("address", models.CharField(max_length=254)),
                (
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="senders",
                        to="record.desk",
                    ),
                ),
            ],
            options={
                "ordering": ["address"],
                "constraints": [
                    models.UniqueConstraint(fields=("desk", "address"), name="desk_sender_once")
                ],
            },
        ),
    ]
