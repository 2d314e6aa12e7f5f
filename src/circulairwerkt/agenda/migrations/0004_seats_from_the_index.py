from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0003_seats_in_calendars"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="registration", name="registration_by_name"),
        migrations.RemoveIndex(model_name="seat", name="seat_line"),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "name", "id"], name="registration_by_name"),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["session", "state", "turn", "registration"], name="seat_line"),
        ),
    ]
