"""Find the APIs: ``specs/<name>/api.toml`` for those in the house, or any OpenAPI file a user names."""

from __future__ import annotations

import keyword
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from truespec.diagnostics import Location, Report

__all__ = ["CHANGES_FILE", "ApiEntry", "entries", "file_entry", "find_root", "resolve"]

SETTINGS_FILE: Final = "api.toml"
CHANGES_FILE: Final = "changes.toml"
_MAX_SETTINGS_BYTES: Final = 1024 * 1024
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]*\Z")
_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_CLIENT_KEYS: Final = {
    "package": _IDENTIFIER,
    "distribution": re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z"),
    "class": _IDENTIFIER,
    "environment": re.compile(r"[A-Z][A-Z0-9_]*\Z"),
}
_TITLE: Final = re.compile(r"\S[^\x00-\x1f]{0,199}\Z")
_OPERATION_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")
_CLASS_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9]*\Z")
_KEYWORD_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class ApiEntry:
    """Where one API is described and what its ``api.toml`` decides.

    ``spec`` is the OpenAPI file; ``behaviour``, ``settings`` and ``changes`` are ``None`` where there are none.
    ``client`` holds those of ``package``, ``distribution``, ``class`` and ``environment`` that were given;
    ``operations`` leads from operationId to ``resource.method``, ``credentials`` from a security scheme to the
    client's keyword, ``schemas`` from a component schema to its class. ``house`` is true for an API of the catalogue,
    whose spec follows the rules of the house as well. ``places`` leads from a setting (``("client", "operations",
    "getPet")``) to where it is written. ``title`` is what to call the API where that is not what its document calls
    itself.
    """

    name: str
    spec: Path
    behaviour: Path | None = None
    settings: Path | None = None
    client: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: Mapping[str, str] = field(default_factory=dict[str, str])
    credentials: Mapping[str, str] = field(default_factory=dict[str, str])
    schemas: Mapping[str, str] = field(default_factory=dict[str, str])
    house: bool = False
    title: str = ""
    changes: Path | None = None
    places: Mapping[tuple[str, ...], Location] = field(
        default_factory=dict[tuple[str, ...], Location], repr=False, compare=False
    )

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files of the entry itself; what the spec refers to is found by reading it."""
        return tuple(path for path in (self.spec, self.behaviour, self.settings, self.changes) if path is not None)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder at or above ``start`` that has a ``specs`` folder with an API in it."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if _settings_files(folder)), None)


def _settings_files(root: Path) -> list[Path]:
    """Return the settings of every API of a catalogue, by the name of the API."""
    try:
        return sorted(path for path in (root / "specs").glob(f"*/{SETTINGS_FILE}") if path.is_file())
    except OSError:  # a folder that may not be looked into has no API for us
        return []


def entries(root: Path, report: Report) -> tuple[ApiEntry, ...]:
    """Return every API of the catalogue by name; what is wrong with an ``api.toml`` goes into the report."""
    found = (_read_entry(_shown(path.parent), report) for path in _settings_files(root))
    return tuple(entry for entry in found if entry is not None)


def file_entry(path: Path) -> ApiEntry:
    """Return an entry for an OpenAPI file outside the catalogue, with the ``behaviour.yaml`` beside it, if any."""
    behaviour = path.parent / "behaviour.yaml"
    name = re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_") or "api"
    return ApiEntry(name=name, spec=path, behaviour=behaviour if behaviour.is_file() else None)


def resolve(word: str, report: Report, start: Path | None = None) -> ApiEntry | None:
    """Return the entry that a word of the command line means: an API's name, its folder, or an OpenAPI file.

    A word that names nothing is reported as ``api-unknown``; a path is not opened here.
    """
    root = find_root(start or Path.cwd())
    if root is not None and _NAME.match(word) and _is_file(root / "specs" / word / SETTINGS_FILE):
        return _read_entry(_shown(root / "specs" / word), report)
    path = Path(word)
    folder = path if _is_file(path / SETTINGS_FILE) else path.parent
    if _is_file(folder / SETTINGS_FILE) and (folder == path or path.name == "openapi.yaml"):
        return _read_entry(folder, report)
    if path.suffix or len(path.parts) > 1 or os.path.lexists(word):
        return file_entry(path)
    known = ", ".join(settings.parent.name for settings in _settings_files(root)) if root else ""
    advice = f"known APIs: {known}" if known else "run it where a folder specs/ is, or give the path of an OpenAPI file"
    report.error("api-unknown", Location(word), "no API of this name in the catalogue, and no such file", advice)
    return None


def _is_file(path: Path) -> bool:
    """Whether a file is there; a name that cannot be one is not there."""
    try:
        return path.is_file()
    except OSError:
        return False


def _shown(path: Path) -> Path:
    """Return the path as a user would write it: relative to the working directory where it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve())
    except ValueError:
        return path


def _read_entry(folder: Path, report: Report) -> ApiEntry | None:
    settings = folder / SETTINGS_FILE
    shown = str(_shown(settings))
    try:
        if settings.stat().st_size > _MAX_SETTINGS_BYTES:
            report.error("settings-unreadable", Location(shown), "the file is larger than 1 MiB", "keep settings only")
            return None
        text = settings.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        report.error("settings-unreadable", Location(shown), f"cannot read the settings: {reason}", "check the file")
        return None
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # tomllib lets huge numbers and deep nesting through to Python
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        report.error("settings-syntax", _syntax_place(shown, error), f"not valid TOML: {reason}", "mend the line")
        return None
    reader = _Settings(shown, text, report)
    client = reader.table(document, "client")
    reader.unknown(document, ("title", "client", "documentation", "release"))
    reader.unknown(client, (*_CLIENT_KEYS, "operations", "credentials", "schemas"), "client")
    name = folder.resolve().name
    if not _NAME.match(name):
        reader.failed = True
        advice = "rename the folder: small letters, digits, - and _, a letter first"
        report.error("api-name-invalid", Location(shown), f"{name!r} cannot be the name of an API", advice)
    behaviour, changes = folder / "behaviour.yaml", folder / CHANGES_FILE
    entry = ApiEntry(
        name=name,
        spec=_shown(folder / "openapi.yaml"),
        behaviour=_shown(behaviour) if behaviour.is_file() else None,
        settings=_shown(settings),
        client={
            key: reader.word(client, key, pattern, "client") for key, pattern in _CLIENT_KEYS.items() if key in client
        },
        operations=reader.words(client, "operations", _OPERATION_NAME, "client"),
        credentials=reader.words(client, "credentials", _KEYWORD_NAME, "client"),
        schemas=reader.words(client, "schemas", _CLASS_NAME, "client"),
        house=True,
        title=reader.word(document, "title", _TITLE) if "title" in document else "",
        changes=_shown(changes) if changes.is_file() else None,
        places=reader.places,
    )
    return None if reader.failed else entry


def _syntax_place(shown: str, error: Exception) -> Location:
    match = re.search(r"line (\d+), column (\d+)", str(error))
    return Location(shown, int(match[1]), int(match[2])) if match else Location(shown, 1, 1)


@dataclass(slots=True)
class _Settings:
    """Reads typed values from an ``api.toml`` and reports what does not fit."""

    file: str
    text: str
    report: Report
    failed: bool = False
    places: dict[tuple[str, ...], Location] = field(default_factory=dict[tuple[str, ...], Location])

    def table(self, parent: Mapping[str, object], *path: str) -> dict[str, object]:
        value = parent.get(path[-1], {})
        if isinstance(value, dict):
            return cast("dict[str, object]", value)  # every TOML key is a string
        self._refuse(path, f"`{path[-1]}` must be a table")
        return {}

    def word(self, parent: Mapping[str, object], key: str, pattern: re.Pattern[str], *path: str) -> str:
        """Return a string of the form ``pattern`` that could be Python; ``path`` leads to ``parent``."""
        value = parent.get(key)
        self.places[*path, key] = self._place((*path, key))
        if not isinstance(value, str) or not pattern.match(value):
            form = pattern.pattern.removesuffix(r"\Z")
            self._refuse((*path, key), f"`{key}` must be a string of the form {form}")
            return ""
        if any(keyword.iskeyword(part) for part in value.split(".")):
            self._refuse((*path, key), f"`{key}` is {value!r}, a word that Python keeps for itself")
        return value

    def words(self, parent: Mapping[str, object], key: str, pattern: re.Pattern[str], *path: str) -> dict[str, str]:
        """Return a table of different strings of the form ``pattern``."""
        table = self.table(parent, *path, key)
        found: dict[str, str] = {}
        for name in table:
            value = self.word(table, name, pattern, *path, key)
            if value and value in found.values():
                self._refuse((*path, key, name), f"{value!r} is the name of two")
            found[name] = value
        return found

    def unknown(self, table: Mapping[str, object], known: Sequence[str], *path: str) -> None:
        for key in table:
            if key not in known:
                advice = f"known settings: {', '.join(sorted(known))}"
                self._refuse((*path, key), f"`{key}` is not a setting", advice)

    def _refuse(self, path: Sequence[str], message: str, advice: str = "mend the setting") -> None:
        self.failed = True
        self.report.error("settings-invalid", self._place(path), message, advice)

    def _place(self, path: Sequence[str]) -> Location:
        """Return where the last key of ``path`` stands: behind the header of its table, where there is one."""
        header = re.search(rf"^\s*\[\s*{re.escape('.'.join(path[:-1]))}\s*\]", self.text, re.MULTILINE)
        key = re.compile(rf"(?:^|[\[{{,.])[ \t]*([\"']?{re.escape(path[-1])}[\"']?)[ \t]*[\].=]", re.MULTILINE)
        match = key.search(self.text, header.end() if header is not None and len(path) > 1 else 0)
        if match is None:
            return Location(self.file, 1, 1)
        line = self.text.count("\n", 0, match.start(1)) + 1
        return Location(self.file, line, match.start(1) - self.text.rfind("\n", 0, match.start(1)))
