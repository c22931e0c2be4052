"""The docs tell what is so: settings, commands, events, what happens by itself, links, names of files."""

import importlib
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from architecture.house import ROOT, SRC, coded, files, short, table

DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPERATING = (ROOT / "docs" / "operating.md").read_text()
EVENTS = (ROOT / "docs" / "events.md").read_text()


def test_every_setting_is_documented_and_every_documented_one_exists():
    names = list(importlib.import_module("heard.site.environment").NAMES)
    assert [coded(row[0])[0] for row in table(OPERATING, "Settings")] == names
    mentioned = {name for path in DOCS for name in re.findall(r"\bHEARD_[A-Z_]*[A-Z]\b", path.read_text())}
    assert {name.removesuffix("_FILE") for name in mentioned} <= {*names, "HEARD_TEST_WORKERS"}


def heard(*words: str) -> str:
    """What a command prints as its help."""
    command = [Path(sys.executable).with_name("heard"), *words, "--help"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def offered(help_text: str) -> set[str]:
    """The commands that a help text offers: `{up,web,...}`, or nothing."""
    choices = re.search(r"\{([a-z,-]+)\}", help_text)
    return set(choices.group(1).split(",")) if choices else set()


def test_every_command_is_documented_and_every_documented_one_exists():
    said = [row[0].strip("`").split() for row in table(OPERATING, "Commands")]
    documented = {words[1] for words in said}
    assert offered(heard()) == documented


def test_every_option_that_the_docs_name_exists():
    for row in table(OPERATING, "Commands"):
        words = row[0].strip("`").replace("[", " ").replace("]", " ").split()
        commands = [word for word in words[1:] if word.islower() and word.isalpha()]
        options = [word for word in words if word.startswith("--")]
        help_text = heard(*commands)
        assert [option for option in options if option not in help_text] == [], " ".join(commands)


def test_every_event_is_documented_with_sentence_audience_and_erasure():
    kinds = importlib.import_module("heard.record.events").KINDS
    wanted = [
        f"| `{kind.name}` | {kind.sentence} | {kind.audience} | {', '.join(kind.personal) or 'nothing'} |"
        for kind in kinds.values()
    ]
    assert [line for line in EVENTS.splitlines() if line.startswith("| `")] == wanted, "\n".join(wanted)
    for kind in kinds.values():
        assert kind.audience in ("timeline", "log")
        assert len(kind.sentence) > 5


def test_every_event_that_is_written_is_declared():
    kinds = importlib.import_module("heard.record.events").KINDS
    written = {
        kind
        for path in files(".py", under=SRC / "record" / "actions")
        for kind in re.findall(r"events\.add\(\s*\"([a-z_.]+)\"", path.read_text())
    }
    assert written, "the pattern finds no event any more"
    assert written <= set(kinds)


def test_all_that_happens_by_itself_is_documented():
    tasks = importlib.import_module("heard.site.schedule").TASKS
    wanted = [f"| {task.does} | {task.process} | {task.when} |" for task in tasks]
    told = [f"| {' | '.join(row)} |" for row in table(OPERATING, "What happens by itself")]
    assert told == wanted, "\n".join(wanted)


@pytest.mark.parametrize("path", DOCS, ids=short)
def test_links_and_file_names_lead_somewhere(path):
    text = path.read_text()
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if not link.startswith("http")]
    missing = [link for link in links if not (path.parent / link).exists()]
    named = [name for name in coded(text) if re.fullmatch(r"(src|docs|tests|bin|benchmarks)/[\w./-]+", name)]
    missing += [name for name in named if not (ROOT / name).exists()]
    assert not missing


def test_documents_named_in_the_code_exist():
    names = {path.name for path in DOCS}
    for path in files(".py", ".js", ".css", ".html"):
        for name in re.findall(r"\b([a-z0-9-]+\.md)\b", path.read_text()):
            assert name in names, f"{short(path)} speaks of {name}"


def test_the_mail_of_the_readme_arrives(tmp_path):
    """Run the lines a newcomer would copy, against a real SMTP server."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Mailbox

    lines = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.S).group(1)
    assert '"127.0.0.1", 2525' in lines
    with socket.create_server(("127.0.0.1", 0)) as finder:
        port = finder.getsockname()[1]
    door = Controller(Mailbox(tmp_path / "box"), hostname="127.0.0.1", port=port)
    door.start()
    try:
        subprocess.run([sys.executable, "-c", lines.replace("2525", str(port))], check=True)
    finally:
        door.stop()
    (arrived,) = (tmp_path / "box" / "new").iterdir()
    assert "zelda@example.com" in arrived.read_text()
