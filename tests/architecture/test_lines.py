"""The lines of the house (docs/decisions and house rules): drawn without exceptions, and kept so."""

import ast
import tomllib

from architecture.house import ROOT, SRC, files, parsed, short

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = CONFIG["tool"]["importlinter"]["contracts"]
LAYERS = next(contract["layers"] for contract in CONTRACTS if contract["type"] == "layers")


def test_no_contract_has_an_exception():
    for contract in CONTRACTS:
        assert not {"ignore_imports", "unmatched_ignore_imports_alerting", "exhaustive_ignores"} & set(
            contract
        )


def test_every_package_has_its_place_in_the_layers():
    placed = {name.strip().removeprefix("heard.") for layer in LAYERS for name in layer.split("|")}
    packages = {path.parent.name for path in SRC.glob("*/__init__.py")}
    assert packages == placed


def test_what_stands_outside_the_layers_imports_nothing_of_the_house():
    for path in SRC.glob("*.py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom):
                assert not (node.level or (node.module or "").startswith("heard")), (
                    f"{short(path)}: {node.module}"
                )
            if isinstance(node, ast.Import):
                assert not any(alias.name.startswith("heard") for alias in node.names), short(path)


def test_only_the_clock_may_read_the_clock():
    lint = CONFIG["tool"]["ruff"]["lint"]
    assert "TID251" in lint["select"]
    assert "TID251" not in lint.get("ignore", [])
    assert [path for path, rules in lint["per-file-ignores"].items() if "TID251" in rules] == [
        "src/heard/clock.py"
    ]
    banned = set(lint["flake8-tidy-imports"]["banned-api"])
    assert {
        "datetime.datetime.now",
        "django.utils.timezone.now",
        "time.time",
        "datetime.date.today",
    } <= banned


def test_no_line_switches_the_clock_ban_off():
    for path in files(".py", under=ROOT):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert "noqa: TID" + "251" not in line, f"{short(path)}:{number}"


def test_guides_have_no_way_back_from_what_is_public_of_them():
    guide = (SRC / "record" / "models" / "guide.py").read_text()
    assert "related_name" in guide
    assert "related_name" not in guide.replace('related_name="+"', "")
    assert "Guide" not in (SRC / "record" / "models" / "help.py").read_text()


def test_notes_have_no_way_back_from_the_ticket():
    note = (SRC / "record" / "models" / "note.py").read_text()
    assert 'related_name="+"' in note
    assert "related_name" not in note.replace('related_name="+"', "")
