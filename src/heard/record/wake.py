"""Tell the live pages that something changed."""

from django.db import connection

# The name of the channel on PostgreSQL.
CHANNEL = "heard"


def wake() -> None:
    """Ring the live pages when the present transaction commits; call it inside the transaction, any number
    of times.

    PostgreSQL delivers a NOTIFY on commit and melts equal ones into one. SQLite counts its commits by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")
