"""The worked tables in docs/methods: what the pages show is what the tests compute."""

from pathlib import Path

METHODS = Path(__file__).parents[2] / "docs" / "methods"


def worked(page: str, name: str) -> list[dict[str, str]]:
    """The rows of the table `<!-- worked: name -->` of a page, each cell by its column."""
    table = (METHODS / page).read_text(encoding="utf-8").split(f"<!-- worked: {name} -->")[1].split("<!--")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.splitlines()
        if line.startswith("|")
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def as_csv(rows: list[dict[str, str]], columns: list[str]) -> str:
    """The given columns of a worked table as a CSV file."""
    lines = [columns, *([row[name] for name in columns] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)
