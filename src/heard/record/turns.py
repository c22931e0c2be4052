"""Processes that would do the same thing at the same instant, and so do it one after the other."""

from django.db import connection


def wait_for_turn(key: str) -> None:
    """Wait until nobody else is in a transaction that asked for this key; ours holds it until it ends.

    On SQLite there is one writer anyway. Whoever asks for two keys asks for that of a mail before that of a person.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
