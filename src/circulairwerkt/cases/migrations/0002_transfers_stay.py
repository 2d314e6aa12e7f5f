"""The database refuses to change what a transfer says; only who noted it may be emptied (privacy).

SQLite drops triggers when Django rebuilds a table: a migration that alters ``Transfer`` must call
``lay`` again. A test updates a row by hand and finds out.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "cases_transfer_stays"
COLUMNS = "agreement_id, corrects_id, moved_on, quantity, unit, registered_ihm, note, evidence_id, noted_at"
WORDS = "a transfer is never changed: write a correction"


def lay(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the trigger of this database."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF {COLUMNS} ON cases_transfer "
            f"FOR EACH ROW EXECUTE FUNCTION {NAME}()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE OF {COLUMNS} ON cases_transfer "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )


def lift(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON cases_transfer")
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {NAME}()")
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")


class Migration(migrations.Migration):
    replaces = [("cases", "0007_transfers_stay"), ("cases", "0013_shares_of_a_hub")]

    dependencies = [("cases", "0001_tables")]

    operations = [migrations.RunPython(lay, lift)]
