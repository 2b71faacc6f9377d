"""``manifest.json``: which files a package was made of, from which inputs, by which generator, as SHA-256 digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from truespec.diagnostics import Location, Report

__all__ = ["MANIFEST", "Counts", "Manifest", "digest", "digest_inputs", "generator_digest", "read_manifest"]

MANIFEST: Final = "manifest.json"
_FORM: Final = 1
_SOURCES: Final = Path(__file__).resolve().parent.parent
_ROOMS: Final = ("contract", "interpretation", "rendering", "runtime", "specification")
_SUFFIXES: Final = frozenset({".py", ".jinja", ".jinja2", ".json"})
_LIMIT: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a contract there was and how much of it is in the package.

    ``diagnostics`` counts what was said on the way: what was worked around, what Python types cannot express.
    """

    operations_total: int = 0
    operations_rendered: int = 0
    schemas_total: int = 0
    schemas_rendered: int = 0
    diagnostics: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """A package as it was written.

    ``inputs`` leads from the name of a file, relative to the folder of the spec, to its digest; ``files`` from each
    path in the package to its digest; ``generator`` is the digest of our own sources.  ``package`` is the import name
    and ``options`` are the choices of the command line that had a say.
    """

    generator: str
    inputs: Mapping[str, str]
    files: Mapping[str, str]
    counts: Counts = field(default_factory=Counts)
    package: str = ""
    options: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self) -> str:
        """Return the manifest as it stands on disk."""
        document = {
            "manifest": _FORM,
            "package": self.package,
            "options": dict(sorted(self.options.items())),
            "generator": self.generator,
            "inputs": dict(sorted(self.inputs.items())),
            "counts": asdict(self.counts),
            "files": dict(sorted(self.files.items())),
        }
        return json.dumps(document, indent=2, ensure_ascii=True) + "\n"


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_inputs(files: Iterable[Path], base: Path) -> dict[str, str] | None:
    """Return the digest of each input by its name relative to ``base``; ``None`` where one cannot be read."""
    found: dict[str, str] = {}
    try:
        for path in files:
            if path.stat().st_size > _LIMIT:
                return None
            with path.open("rb") as file:
                found[_name(path, base)] = hashlib.file_digest(file, hashlib.sha256).hexdigest()
    except OSError:
        return None
    return found


def _name(path: Path, base: Path) -> str:
    try:
        return path.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return path.name


@cache
def generator_digest() -> str:
    """Return one digest of every source of ours that has a say in what is generated, as they were when first asked."""
    whole = hashlib.sha256()
    paths = [_SOURCES / "prose.py", _SOURCES / "catalogue.py"]
    for room in _ROOMS:
        paths += sorted(path for path in (_SOURCES / room).rglob("*") if path.suffix in _SUFFIXES)
    for path in paths:
        whole.update(path.relative_to(_SOURCES).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def read_manifest(folder: Path, report: Report) -> Manifest | None:
    """Return the manifest of a folder; ``None`` where there is none, or, reported, where it cannot be read."""
    path = folder / MANIFEST
    if not path.is_file():
        return None
    try:
        return _parse(json.loads(path.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        advice = "restore it from version control, or write the folder anew with --force"
        report.error("manifest-unreadable", Location(str(path)), "this manifest cannot be read", advice)
        return None


def _parse(document: Any) -> Manifest:
    if document["manifest"] != _FORM:
        raise ValueError("a manifest of another form")
    return Manifest(
        generator=str(document["generator"]),
        inputs=_digests(document["inputs"]),
        files=_digests(document["files"]),
        package=str(document["package"]),
        options={str(name): str(value) for name, value in document["options"].items()},
        counts=Counts(**{name: int(value) for name, value in document["counts"].items()}),
    )


def _digests(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("digests by name are needed")
    found = {str(name): str(text) for name, text in cast("dict[object, object]", value).items()}
    if any(".." in name.split("/") or name.startswith("/") or "\\" in name for name in found):
        raise ValueError("a path that leaves the folder")
    return found
