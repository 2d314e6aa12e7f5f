from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0004_planned_at"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "name"], name="registration_by_name"),
        ),
    ]
