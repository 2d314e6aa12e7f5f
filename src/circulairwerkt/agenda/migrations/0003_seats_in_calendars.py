from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0002_way"),
    ]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="sequence",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="seat",
            name="moved_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="gekomen of weggegaan op"
            ),
        ),
    ]
