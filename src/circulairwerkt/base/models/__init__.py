"""Tables and mixins without a business noun."""

from circulairwerkt.base.models.imports import Import, ImportHabit, ImportRow
from circulairwerkt.base.models.jobs import Job
from circulairwerkt.base.models.links import Link
from circulairwerkt.base.models.mail import MailChoice, OutgoingMail
from circulairwerkt.base.models.rows import (
    AuditEntry,
    CacheEntry,
    DutyRun,
    EditConflict,
    HubOwned,
    LoadedFile,
    ScopedManager,
    Versioned,
)
from circulairwerkt.base.models.search import SavedSearch, SearchDue, SearchEntry, SearchWord
from circulairwerkt.base.models.slots import BookedSlot, SlotState

__all__ = [
    "AuditEntry",
    "BookedSlot",
    "CacheEntry",
    "DutyRun",
    "EditConflict",
    "HubOwned",
    "Import",
    "ImportHabit",
    "ImportRow",
    "Job",
    "Link",
    "LoadedFile",
    "MailChoice",
    "OutgoingMail",
    "SavedSearch",
    "ScopedManager",
    "SearchDue",
    "SearchEntry",
    "SearchWord",
    "SlotState",
    "Versioned",
]
