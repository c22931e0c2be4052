"""Names of static files: hashed after `collectstatic`, plain in a checkout and in tests. Collected files lie there
compressed as well.

Collecting also joins each sheet of `look/` that only lists `@import`s into one file, so that a page asks once
instead of twenty-five times; the sources stay one file per component.
"""

import os
import re
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import "(?P<file>[\w./-]+)" layer\((?P<layer>\w+)\);\n?')
COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
# Blanks that mean nothing to a browser, about a seventh of a sheet.
BLANK = re.compile(r"\s*\n\s*|(?<=[{;]) +| +(?=[{}])")


class HashedNames(CompressedManifestStaticFilesStorage):
    """Hashed names where files were collected; the plain name where they were not."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    @cached_property
    def is_collected(self) -> bool:
        """Whether a collection exists. Read once: a server is started after collecting, never before."""
        return bool(self.hashed_files)

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of the file, hashed when it was collected."""
        if self.is_collected:
            return super().url(name, force)
        return StaticFilesStorage.url(self, name)

    def collect(self) -> None:
        """Collect static files, unless what would be collected is what was.

        A collection bears the names, sizes and times of its sources and of this file, which joins them.
        """
        listed = [(name, storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
        sources = sha256()
        for name, path in [*listed, ("", __file__)]:
            found = os.stat(path)
            sources.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
        mark = Path(self.path(".collected"))
        if mark.is_file() and mark.read_text() == sources.hexdigest():
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(sources.hexdigest())

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the sheets, then hash everything."""
        if not dry_run:
            for name in [n for n in paths if n.startswith("look/") and n.endswith(".css")]:
                self._join(name, paths)
        yield from super().post_process(paths, dry_run, **options)

    def _join(self, name: str, paths: dict[str, Any]) -> None:
        """Put the text of each import in its place, inside its layer, without comments and blanks."""
        folder = PurePosixPath(name).parent
        text = _text(paths[name])
        if not IMPORT.search(text):
            return
        joined = IMPORT.sub(lambda m: _layer(m["layer"], _text(paths[str(folder / m["file"])])), text)
        self.delete(name)
        self._save(name, ContentFile(_shortened(joined).encode()))
        paths[name] = (self, name)


def _text(source: tuple[Storage, str]) -> str:
    storage, path = source
    with storage.open(path) as file:
        return file.read().decode()


def _shortened(sheet: str) -> str:
    return BLANK.sub("", COMMENT.sub("", sheet))


def _layer(name: str, text: str) -> str:
    return f"@layer {name} {{\n{text}}}\n"
