"""SQLite's FTS5, external content over the search rows."""

from django.db import connection

CREATE = (
    "CREATE VIRTUAL TABLE {table}_fts USING fts5(text, content='{table}', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2')"
)


def index(table: str, row: int, text: str) -> None:
    """Put one row's text into the index of `table`."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table}_fts (rowid, text) VALUES (%s, %s)", [row, text])


def forget(table: str, tickets: list[int]) -> None:
    """Take the rows of tickets out of the index; FTS5 wants to be told the old text."""
    marks = ", ".join(["%s"] * len(tickets)) or "NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table}_fts ({table}_fts, rowid, text)"
            f" SELECT 'delete', id, text FROM {table} WHERE ticket_id IN ({marks})",
            tickets,
        )


def find(table: str, terms: list[str], limit: int) -> list[int]:
    """Ticket ids, best first: of the newest `limit` hits, BM25 and recency together."""
    query = " ".join([f'"{term}"' for term in terms[:-1]] + [f'"{terms[-1]}"*'])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT r.ticket_id FROM (SELECT rowid AS id, bm25({table}_fts) AS b FROM {table}_fts"
            f" WHERE {table}_fts MATCH %s ORDER BY rowid DESC LIMIT %s) hit"
            f" JOIN {table} r ON r.id = hit.id ORDER BY hit.b - 2.0 * hit.id / 1000000",
            [query, limit],
        )
        return [ticket for (ticket,) in cursor.fetchall()]
