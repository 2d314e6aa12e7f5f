"""What people do to the platform's own rows: jobs, letters, files that they read in."""

from circulairwerkt.base.services.imports import (
    ImportNotOpen,
    begin_import,
    choose_columns,
    decide_twins,
    forget_old_imports,
    run_import,
    undo_import,
)
from circulairwerkt.base.services.work import let_mail_go, stop_job, stop_mail, try_mail_again, want_mail

__all__ = [
    "ImportNotOpen",
    "begin_import",
    "choose_columns",
    "decide_twins",
    "forget_old_imports",
    "let_mail_go",
    "run_import",
    "stop_job",
    "stop_mail",
    "try_mail_again",
    "undo_import",
    "want_mail",
]
