from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hubs", "0004_two_people"),
        ("organisations", "0004_two_people"),
        ("reference", "0002_names_and_points"),
        ("streams", "0005_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        operation
        for name in ("capability", "materialcard", "need")
        for operation in (
            migrations.RemoveIndex(model_name=name, name=f"{name}_of_hub"),
            migrations.RemoveIndex(model_name=name, name=f"{name}_open"),
            migrations.AddIndex(
                model_name=name,
                index=models.Index(
                    condition=models.Q(("is_gone", False)),
                    fields=[
                        "hub",
                        "-confirmed_at",
                        "-id",
                        "material",
                        "kind",
                        "strategy",
                        "period",
                        "visibility",
                        "search_text",
                    ],
                    name=f"{name}_of_hub",
                ),
            ),
            migrations.AddIndex(
                model_name=name,
                index=models.Index(
                    condition=models.Q(("is_gone", False)),
                    fields=[
                        "-confirmed_at",
                        "-id",
                        "visibility",
                        "hub",
                        "material",
                        "kind",
                        "strategy",
                        "period",
                    ],
                    name=f"{name}_open",
                ),
            ),
        )
    ]
