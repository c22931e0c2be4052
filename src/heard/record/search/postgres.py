"""PostgreSQL's own full text, an index over the search rows."""

from django.db import connection

CREATE = "CREATE INDEX {table}_fts ON {table} USING gin (to_tsvector('simple', text))"


def find(table: str, terms: list[str], limit: int) -> list[int]:
    """Ticket ids, best first: of the newest `limit` hits, rank and recency together.

    The limit stands inside, so that a rare word does not walk the whole primary key.
    """
    query = " & ".join([*terms[:-1], f"{terms[-1]}:*"])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ticket_id FROM (SELECT id, ticket_id, ts_rank(to_tsvector('simple', text), q) AS rank"
            f" FROM {table}, to_tsquery('simple', %s) q WHERE to_tsvector('simple', text) @@ q"
            f" ORDER BY id DESC LIMIT %s) hit ORDER BY rank + id / 1000000.0 DESC",
            [query, limit],
        )
        return [ticket for (ticket,) in cursor.fetchall()]
