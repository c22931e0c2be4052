"""What every test stands on: a data folder of its own, a real database, and the mark for tests that need one.

`HEARD_DATABASE_URL` chooses the database. Without it tests use SQLite files; `tests/postgres.py COMMAND`
runs a command with the address of a throwaway PostgreSQL in that variable.
"""

import atexit
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

# Every pytest process (also each xdist worker) gets a folder, before the settings are read.
FOLDER = Path(tempfile.mkdtemp(prefix="heard-tests-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["HEARD_DATA"] = str(FOLDER)
if find_spec("heard.site.settings"):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.site.settings")

# The fixtures and bases through which a test reaches the database.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "fresh_installation"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, so that `-m database` runs just that on the second database."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES or _is_django_case(item):
            item.add_marker("database")


def _is_django_case(item: pytest.Item) -> bool:
    """Whether the test is a method of one of Django's own database test cases."""
    from django.test import TransactionTestCase

    return issubclass(getattr(item, "cls", None) or object, TransactionTestCase)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite tests use a real file (WAL, locks and commits behave as in life), never `:memory:`."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if default["ENGINE"].endswith("sqlite3"):
        default.setdefault("TEST", {})["NAME"] = str(FOLDER / "test.sqlite3")


@pytest.fixture
def fresh_installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Environment variables of an installation nobody has used, for a test that starts Heard's own processes.

    A data folder of its own and, where the tests run on PostgreSQL, an empty database of its own.
    """
    environment = {"HEARD_DATA": str(tmp_path / "data")}
    server = os.environ.get("HEARD_DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield environment
        return
    name = f"fresh_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        parts = urlsplit(server)
        yield {**environment, "HEARD_DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
