"""Find the APIs: ``specs/<name>/api.toml`` for those in the house, or any OpenAPI file a user names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from truespec.diagnostics import Location, Report

__all__ = ["ApiEntry", "entries", "file_entry", "find_root", "resolve"]

SETTINGS_FILE: Final = "api.toml"
_MAX_SETTINGS_BYTES: Final = 1024 * 1024
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]*\Z")
_IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_CLIENT_KEYS: Final = {
    "package": _IDENTIFIER,
    "distribution": re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\Z"),
    "class": _IDENTIFIER,
    "environment": re.compile(r"[A-Z][A-Z0-9_]*\Z"),
}
_OPERATION_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")
_KEYWORD_NAME: Final = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class ApiEntry:
    """Where one API is described and what its ``api.toml`` decides.

    ``spec`` is the OpenAPI file; ``behaviour`` and ``settings`` are ``None`` where there are none.  ``client`` holds
    those of ``package``, ``distribution``, ``class`` and ``environment`` that were given; ``operations`` leads from
    operationId to ``resource.method``, ``credentials`` from a security scheme to the client's keyword.  ``house`` is
    true for an API of the catalogue, whose spec follows the rules of the house as well.
    """

    name: str
    spec: Path
    behaviour: Path | None = None
    settings: Path | None = None
    client: Mapping[str, str] = field(default_factory=dict[str, str])
    operations: Mapping[str, str] = field(default_factory=dict[str, str])
    credentials: Mapping[str, str] = field(default_factory=dict[str, str])
    house: bool = False

    @property
    def inputs(self) -> tuple[Path, ...]:
        """The files of the entry itself; what the spec refers to is found by reading it."""
        return tuple(path for path in (self.spec, self.behaviour, self.settings) if path is not None)


def find_root(start: Path) -> Path | None:
    """Return the nearest folder at or above ``start`` that has a ``specs`` folder with an API in it."""
    for folder in (start, *start.parents):
        if any((folder / "specs").glob(f"*/{SETTINGS_FILE}")):
            return folder
    return None


def entries(root: Path, report: Report) -> tuple[ApiEntry, ...]:
    """Return every API of the catalogue by name; what is wrong with an ``api.toml`` goes into the report."""
    found = (_read_entry(path.parent, report) for path in sorted((root / "specs").glob(f"*/{SETTINGS_FILE}")))
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
    if root is not None and _NAME.match(word) and (root / "specs" / word / SETTINGS_FILE).is_file():
        return _read_entry(_shown(root / "specs" / word), report)
    path = Path(word)
    folder = path if (path / SETTINGS_FILE).is_file() else path.parent
    if (folder / SETTINGS_FILE).is_file() and (folder == path or path.name == "openapi.yaml"):
        return _read_entry(folder, report)
    if path.is_file() or path.suffix or len(path.parts) > 1 or path.exists():
        return file_entry(path)
    known = ", ".join(sorted(p.parent.name for p in (root / "specs").glob(f"*/{SETTINGS_FILE}"))) if root else ""
    advice = f"known APIs: {known}" if known else "run it where a folder specs/ is, or give the path of an OpenAPI file"
    report.error("api-unknown", Location(word), "no API of this name in the catalogue, and no such file", advice)
    return None


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
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        report.error("settings-syntax", _syntax_place(shown, error), f"not valid TOML: {error}", "mend the line")
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        report.error("settings-unreadable", Location(shown), f"cannot read the settings: {reason}", "check the file")
        return None
    reader = _Settings(shown, text, report)
    client = reader.table(document, "client")
    behaviour = folder / "behaviour.yaml"
    entry = ApiEntry(
        name=folder.resolve().name,
        spec=_shown(folder / "openapi.yaml"),
        behaviour=_shown(behaviour) if behaviour.is_file() else None,
        settings=_shown(settings),
        client={key: reader.word(client, key, pattern) for key, pattern in _CLIENT_KEYS.items() if key in client},
        operations=reader.words(client, "operations", _OPERATION_NAME),
        credentials=reader.words(client, "credentials", _KEYWORD_NAME),
        house=True,
    )
    reader.unknown(document, {"title", "client", "documentation", "release"})
    reader.unknown(client, {*_CLIENT_KEYS, "operations", "credentials"})
    return None if reader.failed else entry


def _syntax_place(shown: str, error: tomllib.TOMLDecodeError) -> Location:
    match = re.search(r"line (\d+), column (\d+)", str(error))
    return Location(shown, int(match[1]), int(match[2])) if match else Location(shown, 1, 1)


@dataclass(slots=True)
class _Settings:
    """Reads typed values from an ``api.toml`` and reports what does not fit."""

    file: str
    text: str
    report: Report
    failed: bool = False

    def table(self, parent: Mapping[str, object], key: str) -> dict[str, object]:
        value = parent.get(key, {})
        if isinstance(value, dict):
            return cast("dict[str, object]", value)  # every TOML key is a string
        self._refuse(key, f"`{key}` must be a table")
        return {}

    def word(self, parent: Mapping[str, object], key: str, pattern: re.Pattern[str]) -> str:
        value = parent.get(key)
        if isinstance(value, str) and pattern.match(value):
            return value
        form = pattern.pattern.removesuffix(r"\Z")
        self._refuse(key, f"`{key}` must be a string of the form {form}")
        return ""

    def words(self, parent: Mapping[str, object], key: str, pattern: re.Pattern[str]) -> dict[str, str]:
        table = self.table(parent, key)
        return {name: self.word(table, name, pattern) for name in table}

    def unknown(self, table: Mapping[str, object], known: set[str]) -> None:
        for key in table:
            if key not in known:
                self._refuse(key, f"`{key}` is not a setting", f"known settings: {', '.join(sorted(known))}")

    def _refuse(self, key: str, message: str, advice: str = "mend the setting") -> None:
        self.failed = True
        self.report.error("settings-invalid", self._place(key), message, advice)

    def _place(self, key: str) -> Location:
        match = re.search(rf"^\s*\[?(?:[\w\"-]+\.)*(\"?{re.escape(key)}\"?)\s*[\]=]", self.text, re.MULTILINE)
        if match is None:
            return Location(self.file, 1, 1)
        line = self.text.count("\n", 0, match.start(1)) + 1
        return Location(self.file, line, match.start(1) - self.text.rfind("\n", 0, match.start(1)))
