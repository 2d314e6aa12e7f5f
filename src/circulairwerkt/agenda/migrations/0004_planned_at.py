from typing import Any

from django.db import migrations, models
from django.db.models.functions import Coalesce


def plan(apps: Any, _schema_editor: Any) -> None:
    """Of the series that are there: where they first said it would be."""
    events = apps.get_model("agenda", "Event")
    sessions = apps.get_model("agenda", "Session")
    first = sessions.objects.filter(event=models.OuterRef("pk")).order_by("starts_at", "pk")
    events.objects.filter(series__isnull=False).update(
        planned_at=models.Subquery(first.annotate(at=Coalesce("moved_from", "starts_at")).values("at")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("agenda", "0003_walk_ins")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="planned_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="volgens de reeks op"
            ),
        ),
        migrations.RunPython(plan, migrations.RunPython.noop),
    ]
