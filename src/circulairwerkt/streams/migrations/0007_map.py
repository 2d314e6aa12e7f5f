from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("streams", "0006_search_in_index")]

    operations = [
        migrations.AddIndex(
            model_name=name,
            index=models.Index(
                condition=models.Q(("is_gone", False)),
                fields=[
                    "visibility",
                    "hub",
                    "municipality",
                    "kind",
                    "strategy",
                    "material",
                    "period",
                    "confirmed_at",
                    "available_until",
                    "organisation",
                    "is_gone",
                ],
                name=f"{name}_map",
            ),
        )
        for name in ("capability", "materialcard", "need")
    ]
