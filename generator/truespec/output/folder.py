"""Write a package into its folder: whole or not at all, never over somebody's own work."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from truespec.diagnostics import Location, Report
from truespec.output.manifest import MANIFEST, Manifest, digest, read_manifest
from truespec.output.swap import discard, exclusive, recover, staging_for, swap, sync_tree

__all__ = ["on_disk", "write"]

_CACHES: Final = frozenset({"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"})


def write(files: Mapping[str, bytes], folder: Path, manifest: Manifest, report: Report, *, force: bool = False) -> bool:
    """Make ``folder`` hold ``files`` and the manifest; return whether it does now.

    Files that the last manifest does not name are the user's and stay; those it names and that are not made any more
    go.  Nothing is written, and the reason is in the report, where a generated file was edited by hand, a user's file
    is in the way, or the folder holds things but no manifest; ``force`` overrules all three.  A folder that is as it
    should be is not touched.  A writer that is killed leaves the old state or the new one.
    """
    wanted = {**files, MANIFEST: manifest.text().encode()}
    if _is_link(folder, report):
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder = folder.parent.resolve() / folder.name
    with exclusive(folder):
        recover(folder)
        known = _known(folder, wanted, report, force=force)
        if known is None:
            return False
        if _is_current(folder, wanted, known):
            return True
        staging = staging_for(folder)
        try:
            _build(staging, folder, wanted, known)
            swap(staging, folder)
        except OSError as error:
            with contextlib.suppress(OSError):  # what cannot be removed now, the next run removes
                discard(staging)
            advice = "nothing was changed; mend the disk or its permissions and run it again"
            report.error("folder-not-written", Location(str(folder)), error.strerror or "it cannot be written", advice)
            return False
    return True


def on_disk(folder: Path, path: str) -> bytes | None:
    """Return the bytes of a regular file below ``folder``, or ``None``; no symbolic link is followed."""
    place = folder
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            return None
    try:
        return place.read_bytes() if place.is_file() else None
    except OSError:
        return None


def _is_link(folder: Path, report: Report) -> bool:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        report.error(
            "folder-not-ours", Location(str(folder)), "this is a link or a file, not a folder", "choose another --out"
        )
        return True
    return False


def _known(folder: Path, wanted: Mapping[str, bytes], report: Report, *, force: bool) -> frozenset[str] | None:
    """Return the paths that are ours to replace or remove; ``None`` where something of the user's would be lost."""
    if not folder.exists() or not any(folder.iterdir()):
        return frozenset()
    reading = Report()
    manifest = read_manifest(folder, reading)
    if force:
        return frozenset({*wanted, *(manifest.files if manifest is not None else ())})
    report.extend(reading)
    if manifest is None:
        if not reading.failed:
            advice = "choose another --out, or overrule this with --force"
            report.error(
                "folder-not-ours", Location(str(folder)), "the folder is not empty and has no manifest", advice
            )
        return None
    refused = [*_edited(folder, manifest, wanted, report), *_in_the_way(folder, manifest, wanted, report)]
    return None if refused else frozenset({*manifest.files, MANIFEST})


def _edited(folder: Path, manifest: Manifest, wanted: Mapping[str, bytes], report: Report) -> Iterator[str]:
    advice = "undo the edit, or lose it with --force; what should differ belongs in the spec or in a file of your own"
    for path, known in manifest.files.items():
        if not os.path.lexists(folder / path):
            continue
        content = on_disk(folder, path)
        if content is None or (digest(content) != known and content != wanted.get(path)):
            report.error(
                "generated-file-edited", Location(str(folder / path)), "this generated file was edited by hand", advice
            )
            yield path


def _in_the_way(folder: Path, manifest: Manifest, wanted: Mapping[str, bytes], report: Report) -> Iterator[str]:
    for path, content in wanted.items():
        place = folder / path
        if path == MANIFEST or path in manifest.files or not os.path.lexists(place):
            continue
        if on_disk(folder, path) != content:
            message = "a file of yours stands where a generated one belongs"
            report.error(
                "generated-file-in-the-way", Location(str(place)), message, "move it away, or lose it with --force"
            )
            yield path


def _is_current(folder: Path, wanted: Mapping[str, bytes], known: frozenset[str]) -> bool:
    surplus = any(os.path.lexists(folder / path) for path in known if path not in wanted)
    return not surplus and all(on_disk(folder, path) == content for path, content in wanted.items())


def _build(staging: Path, folder: Path, wanted: Mapping[str, bytes], known: frozenset[str]) -> None:
    """Build the next state: new texts, and everything that stays as another name for the same file."""
    staging.mkdir()
    _keep(folder, staging, known | set(wanted), "")
    for path, content in wanted.items():
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if on_disk(folder, path) == content and _linked(folder / path, target):
            continue
        with target.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    sync_tree(staging)
    if folder.exists():
        staging.chmod(stat.S_IMODE(folder.stat().st_mode))


def _keep(folder: Path, staging: Path, ours: frozenset[str], below: str) -> None:
    """Give the user's files a name in the new state; caches are left behind."""
    source = folder / below
    if not source.is_dir():
        return
    for entry in sorted(os.scandir(source), key=lambda found: found.name):
        path = f"{below}/{entry.name}" if below else entry.name
        if entry.name in _CACHES or path in ours:
            continue
        if entry.is_dir(follow_symlinks=False):
            _keep(folder, staging, ours, path)
            continue
        target = staging / path
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(folder / path, target, follow_symlinks=False)


def _linked(source: Path, target: Path) -> bool:
    """Name an unchanged file in the new state too, so that it keeps its times; return whether the disk can."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        return False
    return True
