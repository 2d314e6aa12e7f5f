"""What came of what, between rows of rooms that do not know each other."""

from django.db import models
from django.utils import timezone


class Link(models.Model):
    """``result`` came of ``origin``; each is named by its model (``cases.question``) and its key.

    A row that is gone leaves its links behind: whoever reads them asks for the rows, not for the keys.
    """

    origin_type = models.CharField(max_length=60)
    origin_id = models.BigIntegerField()
    result_type = models.CharField(max_length=60)
    result_id = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin_type", "origin_id", "result_type", "result_id"], name="link_once"
            )
        ]
        indexes = [models.Index(fields=["result_type", "result_id"], name="link_result")]

    def __str__(self) -> str:
        return f"{self.origin_type} {self.origin_id} -> {self.result_type} {self.result_id}"
