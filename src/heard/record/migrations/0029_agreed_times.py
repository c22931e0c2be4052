"""What was agreed with an organization."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0028_hands_to'),
    ]

    operations = [
        migrations.AddField(
            model_name='organization',
            name='first_word',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='organization',
            name='next_word',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
