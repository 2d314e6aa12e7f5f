"""Tables and mixins without a business noun."""

from circulairwerkt.base.models.jobs import Job
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

__all__ = [
    "AuditEntry",
    "CacheEntry",
    "DutyRun",
    "EditConflict",
    "HubOwned",
    "Job",
    "LoadedFile",
    "ScopedManager",
    "Versioned",
]
