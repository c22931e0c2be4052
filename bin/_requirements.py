"""Print what uv.lock asks for on this machine, as pip requirements with hashes.

`--no-dev` leaves out what only tests need. Used where uv itself does not run: see bin/_env.
"""

import sys
import tomllib
from pathlib import Path

from pip._vendor.packaging.markers import Marker

lock = tomllib.loads((Path(__file__).parent.parent / "uv.lock").read_text())
packages = {}
for package in lock["package"]:
    packages.setdefault(package["name"], []).append(package)


def applies(entry):
    """Whether this entry of the lock counts on this machine."""
    marker = entry.get("marker")
    return not marker or Marker(marker).evaluate({"extra": ""})


def chosen(edge):
    """The locked package that an edge means: the lock may hold several versions, each for some Pythons."""
    named = packages[edge["name"]]
    if "version" in edge:
        named = [package for package in named if package["version"] == edge["version"]]
    return named[0]


def needed(edges, found):
    """Walk the edges, each with its extras, into {name: package}."""
    for edge in filter(applies, edges):
        package = chosen(edge)
        extras = [package.get("optional-dependencies", {}).get(extra, []) for extra in edge.get("extra", ())]
        first_time = found.setdefault(edge["name"], package) is package and edge["name"] not in walked
        walked.add(edge["name"])
        for more in extras + ([package.get("dependencies", [])] if first_time else []):
            needed(more, found)
    return found


walked = set()
heard = packages["heard"][0]
wanted = list(heard["dependencies"])
if "--no-dev" not in sys.argv:
    wanted += heard["dev-dependencies"]["dev"]
for name, package in sorted(needed(wanted, {}).items()):
    files = package.get("wheels", []) + [package[kind] for kind in ("sdist",) if kind in package]
    print(f"{name}=={package['version']}", *(f"--hash={file['hash']}" for file in files))
