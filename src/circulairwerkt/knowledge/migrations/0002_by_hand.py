from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="casestory",
            name="is_by_hand",
            field=models.BooleanField(default=False, editable=False, verbose_name="met de hand geschreven"),
        ),
    ]
