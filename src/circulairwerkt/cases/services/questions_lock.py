"""A question read again and held, so that of two writes at once none is lost."""

from circulairwerkt.cases.models import Question


def locked(question: Question) -> Question:
    """Return the row as it is now, locked until the transaction ends (PostgreSQL; SQLite has one writer)."""
    return (
        Question._base_manager.select_for_update(of=("self",))
        .select_related("hub", "municipality")
        .get(pk=question.pk)
    )
