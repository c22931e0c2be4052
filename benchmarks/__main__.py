"""Run the benchmarks and print their tables: `python -m benchmarks [NAME ...]`, without a name all of them.

Each runs in a process and a data folder of its own, so that none warms or fills another's.
"""

import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """Every benchmark there is: the modules of this folder that can be run."""
    return sorted(path.stem for path in FOLDER.glob("[a-z]*.py") if "def main(" in path.read_text())


def machine() -> str:
    """One line about the machine, without anything that names it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, {python}"


def run(name: str) -> int:
    """Run one benchmark; its exit code."""
    print(f"\n== {name}", flush=True)
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        environment = {**os.environ, "HEARD_DATA": folder}
        command = [sys.executable, "-c", f"from benchmarks.{name} import main; main()"]
        return subprocess.call(command, cwd=FOLDER.parent, env=environment)


def main(chosen: list[str]) -> int:
    """Run the chosen benchmarks, or all; 2 for an unknown name, 1 if one failed."""
    known = names()
    if unknown := set(chosen) - set(known):
        print(f"No benchmark {', '.join(sorted(unknown))}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    print(machine())
    failed = [name for name in chosen or known if run(name)]
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
