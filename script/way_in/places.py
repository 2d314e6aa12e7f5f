"""Where things lie in a checkout."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
WEB = SOURCE / "circulairwerkt"
REQUIREMENTS = ROOT / "requirements"
# Everything a run leaves behind: database, uploads, logs, stamps. Deleting it starts afresh.
VAR = ROOT / "var"
STAMPS = VAR / "stamps"
LOGS = VAR / "logs"


def shown(path: Path) -> str:
    """The path as a reader in the checkout would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
