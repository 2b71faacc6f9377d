"""The front door: make the package of one API, or check it, and do no work that digests show to be needless."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.output.folder import on_disk, write
from truespec.output.freshness import StaleFile, stale
from truespec.output.manifest import (
    MANIFEST,
    Counts,
    Manifest,
    digest,
    digest_inputs,
    generator_digest,
    read_manifest,
)

__all__ = ["Meaning", "Outcome", "generate"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A contract and every file that was read for it, the spec first."""

    api: Api
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one package.

    ``fresh`` says that the folder holds what it should (after writing, or found so); ``rendered`` that it took work to
    know.  ``stale`` are the files that differ, or, unless only checked, differed before they were written.
    """

    fresh: bool
    rendered: bool
    counts: Counts
    stale: tuple[StaleFile, ...] = ()


def generate(  # noqa: PLR0913  # two of them are the flags of the command
    inputs: Sequence[Path],
    load: Callable[[], Meaning | None],
    out: Path,
    report: Report,
    *,
    check: bool = False,
    force: bool = False,
) -> Outcome:
    """Make the package in ``out``, or with ``check`` only say whether it is as it would be made now.

    ``inputs`` are the files that are known without reading any: the spec first.  ``load`` gives the contract; it is
    called only if the digests of inputs, generator and files on disk leave a doubt, and so is everything that renders.
    """
    known = read_manifest(out, Report())
    generator = generator_digest()
    if known is not None and _is_current(known, generator, inputs, out):
        return Outcome(fresh=True, rendered=False, counts=known.counts)
    meaning = load()
    if meaning is None:
        return Outcome(fresh=False, rendered=False, counts=Counts())
    files, manifest = _render(meaning, inputs, generator, report)
    if manifest is None:
        return Outcome(fresh=False, rendered=True, counts=Counts())
    compared = files
    if known is not None and known.inputs != manifest.inputs:
        compared = {**files, MANIFEST: manifest.text().encode()}
    differing = stale(compared, out, known.files if known is not None else {})
    if check:
        return Outcome(not differing and known is not None, rendered=True, counts=manifest.counts, stale=differing)
    written = write(files, out, manifest, report, force=force)
    return Outcome(written, rendered=True, counts=manifest.counts, stale=differing if written else ())


def _is_current(known: Manifest, generator: str, inputs: Sequence[Path], out: Path) -> bool:
    base = inputs[0].parent
    named = {*inputs, *(base / name for name in known.inputs)}
    if known.generator != generator or digest_inputs(named, base) != dict(known.inputs):
        return False
    for path, expected in known.files.items():
        content = on_disk(out, path)
        if content is None or digest(content) != expected:
            return False
    return True


def _render(
    meaning: Meaning, inputs: Sequence[Path], generator: str, report: Report
) -> tuple[dict[str, bytes], Manifest | None]:
    from truespec.rendering.render import render  # noqa: PLC0415  # work that a package which is fresh never needs

    before = len(report)
    files = render(meaning.api, report).encoded()
    read = dict.fromkeys(path.resolve() for path in (*inputs, *meaning.files))
    digests = digest_inputs(read, inputs[0].parent)
    if digests is None:
        return files, None
    manifest = Manifest(generator, digests, {path: digest(content) for path, content in files.items()})
    return files, replace(manifest, counts=_counts(meaning.api, files, len(report) - before))


def _counts(api: Api, files: dict[str, bytes], inexpressible: int) -> Counts:
    models = files.get(f"src/{api.names.package}/models.py", b"")
    classes = sum(line.startswith(b"class ") for line in models.splitlines())
    return Counts(len(api.operations), len(api.schemas), classes, inexpressible)
