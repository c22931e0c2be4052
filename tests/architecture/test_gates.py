"""Every gate of bin/ci is a test too, so that the suite alone refuses what the gates refuse."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.house import ROOT

GATES = re.findall(r"^gate (.+)$", (ROOT / "bin" / "ci").read_text(), flags=re.M)


def test_the_gates_are_found():
    assert {"ruff check .", "ruff format --check .", "mypy", "lint-imports"} <= set(GATES)


@pytest.mark.parametrize("gate", GATES)
def test_gate(gate, tmp_path):
    beside_python = Path(sys.executable).parent
    environment = {
        **os.environ,
        "PATH": f"{beside_python}{os.pathsep}{os.environ['PATH']}",
        "HEARD_DATA": str(tmp_path),
    }
    done = subprocess.run(shlex.split(gate), cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
