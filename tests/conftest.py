"""What every test stands on: a data folder of its own, a real database, and the mark for tests that need one; and
one browser, since a process can drive no second.

`HEARD_DATABASE_URL` chooses the database. Without it tests use SQLite files; `tests/postgres.py COMMAND`
runs a command with the address of a throwaway PostgreSQL in that variable.
"""

import atexit
import fcntl
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.core.management.color import Style
from django.db import connection, transaction
from django.db.backends.postgresql.operations import DatabaseOperations as PostgresOperations
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

if "DJANGO_SETTINGS_MODULE" in os.environ:
    raise pytest.UsageError(
        "Unset DJANGO_SETTINGS_MODULE: the tests choose the settings, in a folder of their own."
    )
# The settings of whoever runs the tests must not reach them: a real HEARD_SMTP_URL would send real letters.
for name in [name for name in os.environ if name.startswith("HEARD_") and name != "HEARD_DATABASE_URL"]:
    del os.environ[name]
# A thread of a test's server may outlive the test, and what it writes to by then is closed.
logging.raiseExceptions = False
# Every pytest process (also each xdist worker) gets a folder, before the settings are read.
FOLDER = Path(tempfile.mkdtemp(prefix="heard-tests-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["HEARD_DATA"] = str(FOLDER)
# Named only while they are read: an xdist worker inherits the variables and must read them in its own folder.
os.environ["DJANGO_SETTINGS_MODULE"] = "heard.site.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]

from heard.record import laws  # noqa: E402  (needs the settings)

# The same hash, made cheap: a story has several people, each with a password.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1


def _empty_tables(case: TransactionTestCase) -> None:
    """After a test that commits: as Django does it, but without announcing a migration each time.

    On SQLite the laws against deleting step aside meanwhile; on PostgreSQL see `_deletes`.
    """
    with transaction.atomic():
        if connection.vendor == "sqlite":
            laws.lift()
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        if connection.vendor == "sqlite":
            laws.lay_down()


def _deletes(_operations: PostgresOperations, _style: Style, tables: list[str], **_: bool) -> list[str]:
    """Emptying by DELETE, thirty times as fast as TRUNCATE on small tables; without triggers, which refuse it."""
    return ["SET LOCAL session_replication_role = replica", *(f'DELETE FROM "{table}"' for table in tables)]


TransactionTestCase._fixture_teardown = _empty_tables
# Only on the server of tests/postgres.py: elsewhere we are no superuser.
if "heard-pg-" in os.environ.get("HEARD_DATABASE_URL", ""):
    PostgresOperations.sql_flush = _deletes

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
WITHOUT_WINDOW = ("chromium-headless-shell",)
# The fixtures and bases through which a test reaches the database.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "laid_tables", "bare_installation"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database, so that `-m database` runs just that on the second database; but for tests marked
    `once`, in which it plays no part, and those in a browser. A test marked `database` itself is in any case."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("once") or "browser" in fixtures:
            continue
        if item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES or _is_django_case(item):
            item.add_marker("database")


def _is_django_case(item: pytest.Item) -> bool:
    """Whether the test is a method of one of Django's own database test cases."""
    return issubclass(getattr(item, "cls", None) or object, TransactionTestCase)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The tables are there already, see `django_db_modify_db_settings`."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    laid_tables: dict[str, str], django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """The tests' own database is a copy of one that `heard init` laid. On SQLite it is a real file (WAL, locks and
    commits behave as in life), never `:memory:`."""
    default = settings.DATABASES["default"]
    test = default.setdefault("TEST", {})
    test["MIGRATE"] = False
    if default["ENGINE"].endswith("sqlite3"):
        test["NAME"] = str(FOLDER / "test.sqlite3")
        shutil.copy(Path(laid_tables["HEARD_DATA"]) / "heard.sqlite3", test["NAME"])
        return
    name = test.get("NAME") or f"test_{default['NAME']}"
    with psycopg.connect(os.environ["HEARD_DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_name(laid_tables)}"')


@pytest.fixture
def bare_installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Environment variables of an installation nobody has used, for a test that starts Heard's own processes.

    A data folder of its own and, where the tests run on PostgreSQL, an empty database of its own.
    """
    with _installation(tmp_path) as environment:
        yield environment


@pytest.fixture(scope="session")
def laid_tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation after `heard init`, to be copied: the first process that wants it lays it for all of them."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    environment = {"HEARD_DATA": str(folder / "laid")}
    if server := _server():
        environment["HEARD_DATABASE_URL"] = _beside(server, "laid_" + sha256(bytes(folder)).hexdigest()[:16])
    with open(folder / "laid.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "laid.done").exists():
            if server:
                with psycopg.connect(server, autocommit=True) as connection:
                    connection.execute(f'CREATE DATABASE "{_name(environment)}" TEMPLATE "template1"')
            command = [sys.executable, "-m", "heard.cli", "init"]
            subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, check=True)
            (folder / "laid.done").touch()
    return environment


@pytest.fixture
def fresh_installation(tmp_path: Path, laid_tables: dict[str, str]) -> Iterator[dict[str, str]]:
    """Like `bare_installation`, with its tables laid."""
    with _installation(tmp_path, like=laid_tables) as environment:
        yield environment


@pytest.fixture(scope="module")
def shared_installation(
    tmp_path_factory: pytest.TempPathFactory, laid_tables: dict[str, str]
) -> Iterator[dict[str, str]]:
    """Like `fresh_installation` for all tests of a module, where starting takes longer than what is tested."""
    with _installation(tmp_path_factory.mktemp("installation"), like=laid_tables) as environment:
        yield environment


@contextmanager
def _installation(folder: Path, *, like: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    environment = {"HEARD_DATA": str(folder / "data")}
    if like:
        shutil.copytree(like["HEARD_DATA"], folder / "data")
    server = _server()
    if not server:
        yield environment
        return
    name = f"fresh_{uuid.uuid4().hex}"
    source = _name(like) if like else "template1"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        yield {**environment, "HEARD_DATABASE_URL": _beside(server, name)}
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _server() -> str:
    """The address of the PostgreSQL that the tests run on; "" where they run on SQLite."""
    address = os.environ.get("HEARD_DATABASE_URL", "")
    return address if address.startswith("postgres") else ""


def _beside(server: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))


def _name(environment: dict[str, str]) -> str:
    """What the database of an installation on PostgreSQL is called."""
    return urlsplit(environment["HEARD_DATABASE_URL"]).path[1:]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    # It keeps an event loop in this thread; the database calls of a test are not inside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium, or the one that playwright brought; where there is its build without a window, that one,
    which draws the same pages with half the work."""
    with _launched(playwright, *WITHOUT_WINDOW, *CHROMIUMS) as chromium:
        yield chromium


@contextmanager
def _launched(playwright: Playwright, *names: str) -> Iterator[Browser]:
    found = next((path for name in names if (path := shutil.which(name))), None)
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    chromium = playwright.chromium.launch(executable_path=found, args=args)
    yield chromium
    chromium.close()


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Whatever language a page was asked in, the next test begins in English."""
    yield
    translation.deactivate()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab; what its console complains about is in `page.complaints`, broken scripts in `page.crashes`."""
    with _tab(browser) as tab:
        yield tab


@pytest.fixture
def desktop_page(playwright: Playwright) -> Iterator[Page]:
    """Like `page`, in the whole Chromium: its build without a window shows nothing on the desktop."""
    with _launched(playwright, *CHROMIUMS) as chromium, _tab(chromium) as tab:
        yield tab


@contextmanager
def _tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    tab.complaints, tab.crashes = [], []
    tab.on("console", lambda said: tab.complaints.append(said.text) if said.type == "error" else None)
    tab.on("pageerror", lambda error: tab.crashes.append(str(error)))
    yield tab
    context.close()
