"""The front door: everything that is published, written as one folder that replaces the one before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from truespec.diagnostics import Location, Report
from truespec.output.folder import write
from truespec.output.manifest import Manifest, digest, read_manifest
from truespec.publishing.plan import Published, Subject, publish
from truespec.publishing.portal import portal
from truespec.publishing.renderer import renderer

__all__ = ["publish_all"]

_KIND: Final = {"kind": "published"}


def publish_all(subjects: Sequence[Subject], out: Path, report: Report) -> tuple[Published, ...] | None:
    """Make ``out`` hold what is published of ``subjects``, whole or not at all; return it, or ``None`` if reported.

    A folder with other things in it is refused, be it a client package of ours, and so is a published file that was
    edited.  Files of earlier runs that are not published any more go.
    """
    if _is_foreign(out, report):
        return None
    found = renderer(report)
    if found is None:
        return None
    published = [made for subject in subjects if (made := publish(subject, found, report)) is not None]
    if len(published) < len(subjects):
        return None
    files = portal(published, found)
    inputs = {f"{subject.api.name}/openapi.yaml": digest(subject.spec_yaml) for subject in subjects}
    manifest = Manifest("", inputs, {path: digest(content) for path, content in files.items()}, options=_KIND)
    return tuple(published) if write(files, out, manifest, report) else None


def _is_foreign(out: Path, report: Report) -> bool:
    """Whether ``out`` has a manifest of something else; a folder with no manifest is refused when it is written."""
    known = read_manifest(out, Report())
    if known is None or known.options == _KIND:
        return False
    message = "the folder holds a client package, nothing that was published"
    report.error("folder-not-ours", Location(str(out)), message, "choose another --out")
    return True
