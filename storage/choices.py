"""What a form offers to choose from."""

from storage.database import Transaction


def sources(tx: Transaction) -> dict[str, str]:
    """Every source's title by its ref."""
    return {row["ref"]: row["title"] for row in tx.rows("SELECT ref, title FROM sources ORDER BY ref")}


def remit(tx: Transaction) -> dict[int, str]:
    """Every remit item's text by its number."""
    rows = tx.rows("SELECT id, text FROM remit_items WHERE removed IS NULL ORDER BY id")
    return {row["id"]: row["text"] for row in rows}


def deadlines(tx: Transaction) -> dict[int, str]:
    """Every deadline's title by its number."""
    rows = tx.rows("SELECT id, title FROM deadlines WHERE removed IS NULL ORDER BY id")
    return {row["id"]: row["title"] for row in rows}


def indicators(tx: Transaction) -> dict[int, str]:
    """Every indicator's name by its number."""
    rows = tx.rows("SELECT id, name FROM indicators WHERE removed IS NULL ORDER BY id")
    return {row["id"]: row["name"] for row in rows}
