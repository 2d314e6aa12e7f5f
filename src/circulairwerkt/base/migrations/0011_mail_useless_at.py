from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0010_mail_wishes"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="useless_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="kind",
            field=models.CharField(
                choices=[("personal", "persoonlijk"), ("bundle", "gebundeld"), ("reminder", "herinnering")],
                max_length=10,
            ),
        ),
    ]
