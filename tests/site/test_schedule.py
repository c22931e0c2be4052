"""What happens by itself is listed, and what is listed exists."""

from importlib import import_module

import pytest

from heard.site.schedule import TASKS


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.run)
def test_exists(task):
    module, _, name = task.run.rpartition(".")
    assert callable(getattr(import_module(module), name))
