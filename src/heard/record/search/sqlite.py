"""SQLite's FTS5, external content over the search rows."""

from django.db import connection

from heard.record.search.hit import Hit

CREATE = (
    "CREATE VIRTUAL TABLE {table}_fts USING fts5(text, content='{table}', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')"
)


def index(table: str, row: int, text: str) -> None:
    """Put one row's text into the index of `table`."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}_fts (rowid, text) VALUES (%s, %s)", [row, text])


def forget(table: str, ids: list[int], *, column: str = "ticket_id") -> None:
    """Take the rows of tickets, or of what else stands in `column`, out of the index; FTS5 wants to be told the old
    text."""
    marks = ", ".join(["%s"] * len(ids)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table}_fts ({table}_fts, rowid, text)"
            f" SELECT 'delete', id, text FROM {table} WHERE {column} IN ({marks})",
            ids,
        )


def find(table: str, asked: list[tuple[str, bool]], limit: int) -> list[Hit]:
    """Hits, best first: of the newest `limit`, BM25 and recency together."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.ticket_id, r.id FROM (SELECT rowid AS id, bm25({table}_fts) AS b FROM {table}_fts"
            f" WHERE {table}_fts MATCH %s ORDER BY rowid DESC LIMIT %s) hit"
            f" JOIN {table} r ON r.id = hit.id ORDER BY hit.b - 2.0 * hit.id / 1000000",
            [_question(asked), limit],
        )
        return [Hit(*row) for row in cursor.fetchall()]


def holding(table: str, asked: list[tuple[str, bool]]) -> tuple[str, list[str]]:
    """SQL for the ids of all tickets that hold it, with its values."""
    select = (
        f"SELECT r.ticket_id FROM {table}_fts f JOIN {table} r ON r.id = f.rowid WHERE {table}_fts MATCH %s"
    )
    return select, [_question(asked)]


def _question(asked: list[tuple[str, bool]]) -> str:
    return " ".join(f'"{words}"{"*" if may_go_on else ""}' for words, may_go_on in asked)


def having(table: str, terms: list[str], most: int) -> dict[str, list[int]]:
    """Ids of the rows that hold each word, of a common one no more than `most`."""
    found = {}
    with connection.cursor() as cursor:
        for term in terms:
            cursor.execute(
                f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s LIMIT %s", [f'"{term}"', most]
            )
            found[term] = [row for (row,) in cursor.fetchall()]
    return found
