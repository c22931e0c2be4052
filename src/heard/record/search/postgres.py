"""PostgreSQL's own full text, an index over the search rows."""

from django.db import connection

from heard.record.search.hit import Hit

CREATE = "CREATE INDEX {table}_fts ON {table} USING gin (to_tsvector('simple', text))"


def find(table: str, asked: list[tuple[str, bool]], limit: int) -> list[Hit]:
    """Hits, best first: of the newest `limit`, rank and recency together.

    The limit stands inside, so that a rare word does not walk the whole primary key.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ticket_id, id FROM (SELECT id, ticket_id, ts_rank(to_tsvector('simple', text), q) AS rank"
            f" FROM {table}, to_tsquery('simple', %s) q WHERE to_tsvector('simple', text) @@ q"
            f" ORDER BY id DESC LIMIT %s) hit ORDER BY rank + id / 1000000.0 DESC",
            [_question(asked), limit],
        )
        return [Hit(*row) for row in cursor.fetchall()]


def holding(table: str, asked: list[tuple[str, bool]]) -> tuple[str, list[str]]:
    """SQL for the ids of all tickets that hold it, with its values."""
    select = f"SELECT ticket_id FROM {table} WHERE to_tsvector('simple', text) @@ to_tsquery('simple', %s)"
    return select, [_question(asked)]


def _question(asked: list[tuple[str, bool]]) -> str:
    """The words of each term follow one another; the last of a term that may go on is a beginning."""
    terms = [" <-> ".join(words.split()) + (":*" if may_go_on else "") for words, may_go_on in asked]
    return " & ".join(f"({term})" for term in terms)


def having(table: str, terms: list[str], most: int) -> dict[str, list[int]]:
    """Ids of the rows that hold each word, of a common one no more than `most`."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT term, ARRAY(SELECT id FROM {table}"
            " WHERE to_tsvector('simple', text) @@ to_tsquery('simple', term) LIMIT %s)"
            " FROM unnest(%s::text[]) term",
            [most, terms],
        )
        return dict(cursor.fetchall())
