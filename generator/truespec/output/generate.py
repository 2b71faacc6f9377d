"""The front door: make the package of one API, or check it, and do no work that digests show to be needless."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from truespec.contract.api import Api
from truespec.diagnostics import Location, Report
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

__all__ = ["REMOTE", "Amend", "Meaning", "Outcome", "generate"]

Amend: TypeAlias = Callable[[Manifest, Mapping[str, bytes]], Mapping[str, bytes] | None]
"""Gives the files of a package as they are to be, from what they were, without a contract; ``None`` where it cannot."""

REMOTE: Final = "remote-hosts"
"""The option that says that files of these hosts were read: nobody can know whether they changed without a look."""

# The layout is that of the formatter: a definition starts its line, a long call has its arguments on lines below.
_DEFINED: Final = re.compile(rb"^(?:class )?(\w+)(?:\(|: TypeAlias = | = TypeAliasType\()", re.MULTILINE)
_CALLED: Final = re.compile(rb"\bOperation\(\s*[\"']([\w.]+)[\"']")


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
    ``package`` is the import name, empty where no contract could be had.
    """

    fresh: bool
    rendered: bool
    counts: Counts
    stale: tuple[StaleFile, ...] = ()
    package: str = ""


def generate(  # noqa: PLR0913  # half of them are the flags of the command
    inputs: Sequence[Path],
    load: Callable[[], Meaning | None],
    out: Path,
    report: Report,
    *,
    check: bool = False,
    force: bool = False,
    options: Mapping[str, str] | None = None,
    processes: int = 0,
    amend: Amend | None = None,
) -> Outcome:
    """Make the package in ``out``, or with ``check`` only say whether it is as it would be made now.

    ``inputs`` are the files that are known without reading any: the spec first.  ``load`` gives the contract; it is
    called only if the digests of inputs, generator and files on disk leave a doubt, and so is everything that renders.
    ``options`` are choices outside the files that change what is made; they are remembered in the manifest.  A folder
    whose manifest tells of another ``kind`` of things is refused.  At most ``processes`` are used, 0 for one a core.
    ``amend`` is asked first where the folder holds what the generator of today made of the inputs as they were.
    """
    chosen = dict(options or {})
    known = read_manifest(out, Report())
    if known is not None and known.options.get("kind"):
        message = "the folder holds what was published, no client package"
        report.error("folder-not-ours", Location(str(out)), message, "choose another --out")
        return Outcome(fresh=False, rendered=False, counts=Counts())
    generator = generator_digest()
    if (
        known is not None
        and REMOTE not in chosen
        and known.options == chosen
        and _is_current(known, generator, inputs, out)
    ):
        return Outcome(fresh=True, rendered=False, counts=known.counts, package=known.package)
    amended = None
    if amend is not None and known is not None and (known.generator, known.options) == (generator, chosen):
        amended = _amended(known, inputs, out, amend)
    if amended is not None:
        files, manifest = amended
        manifest = replace(manifest, counts=replace(manifest.counts, diagnostics=len(report)))
    else:
        meaning = load()
        if meaning is None:
            return Outcome(fresh=False, rendered=False, counts=Counts())
        files, made = _render(meaning, inputs, generator, report, processes)
        if made is None:
            return Outcome(fresh=False, rendered=True, counts=Counts(), package=meaning.api.names.package)
        manifest = replace(made, options=chosen)
    compared = files
    if known is not None and known.inputs != manifest.inputs:
        compared = {**files, MANIFEST: manifest.text().encode()}
    differing = stale(compared, out, known.files if known is not None else {}, diffs=check)
    outcome = Outcome(
        fresh=not differing and known is not None,
        rendered=True,
        counts=manifest.counts,
        stale=differing,
        package=manifest.package,
    )
    if check:
        return outcome
    written = write(files, out, manifest, report, force=force)
    return replace(outcome, fresh=written, stale=differing if written else ())


def _is_current(known: Manifest, generator: str, inputs: Sequence[Path], out: Path) -> bool:
    base = inputs[0].parent
    named = {*inputs, *(base / name for name in known.inputs)}
    if known.generator != generator or digest_inputs(named, base) != dict(known.inputs):
        return False
    return _as_made(known, out) is not None


def _as_made(known: Manifest, out: Path) -> dict[str, bytes] | None:
    """Return the files of a manifest, ``None`` where one is not what it was."""
    files: dict[str, bytes] = {}
    for path, expected in known.files.items():
        content = on_disk(out, path)
        if content is None or digest(content) != expected:
            return None
        files[path] = content
    return files


def _amended(
    known: Manifest, inputs: Sequence[Path], out: Path, amend: Amend
) -> tuple[Mapping[str, bytes], Manifest] | None:
    held = _as_made(known, out)
    files = None if held is None else amend(known, held)
    digests = digest_inputs(inputs, inputs[0].parent)
    if held is None or files is None or digests is None:
        return None
    found = {
        path: known.files[path] if held.get(path) is content else digest(content) for path, content in files.items()
    }
    return files, replace(known, inputs=digests, files=found)


def _render(
    meaning: Meaning, inputs: Sequence[Path], generator: str, report: Report, processes: int
) -> tuple[dict[str, bytes], Manifest | None]:
    from truespec.cache import user_cache  # noqa: PLC0415  # work that a package which is fresh never needs
    from truespec.rendering.render import render  # noqa: PLC0415
    from truespec.rendering.workshop import Workshop  # noqa: PLC0415

    files = render(meaning.api, report, Workshop(user_cache(), processes)).encoded()
    read = dict.fromkeys(path.resolve() for path in (*inputs, *meaning.files))
    digests = digest_inputs(read, inputs[0].parent)
    if digests is None:
        return files, None
    manifest = Manifest(generator, digests, {path: digest(content) for path, content in files.items()})
    counts = _counts(meaning.api, files, len(report))
    return files, replace(manifest, counts=counts, package=meaning.api.names.package)


def _counts(api: Api, files: Mapping[str, bytes], diagnostics: int) -> Counts:
    """Count what the modules hold, not what was asked for: the two differ where something could not be rendered."""
    root = f"src/{api.names.package}/"
    defined: set[bytes] = set()
    called: set[bytes] = set()
    for path, content in files.items():
        if path == f"{root}models.py" or path.startswith(f"{root}_models_"):
            defined.update(_DEFINED.findall(content))
        elif path.startswith(root) and path.count("/") == root.count("/") and path.endswith(".py"):
            called.update(_CALLED.findall(content))
    return Counts(
        operations_total=len(api.operations),
        operations_rendered=sum(f"{o.resource}.{o.name}".encode() in called for o in api.operations),
        schemas_total=len(api.schemas),
        schemas_rendered=sum(named.name.encode() in defined for named in api.schemas),
        diagnostics=diagnostics,
    )
