"""A process claims a mail before it moves it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0013_folded_list"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailboxmail",
            name="moving_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
