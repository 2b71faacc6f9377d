"""The front of what is published: a page and a JSON document that lead to every file, and the checksums."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator, Mapping, Sequence
from string import Template
from typing import Any, Final

from truespec.publishing.annotations import ASSUMPTIONS
from truespec.publishing.plan import Published
from truespec.publishing.renderer import Renderer

__all__ = ["SUMS", "portal"]

SUMS: Final = "SHA256SUMS"
_MANY: Final = 4
"""A longer list of files is folded."""

_PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>API references</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem; }
section { border-top: 1px solid #8888; margin-top: 2rem; }
dl { display: grid; gap: .5rem 1rem; grid-template-columns: 9rem minmax(0, 1fr); }
dt { font-weight: 600; }
dd { margin: 0; }
li, summary { overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.2rem; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; list-style: none; padding: 0; }
.counts li { background: #8882; border-radius: .25rem; padding: .1rem .6rem; }
.counts .assumed { background: #fff4d6; border-left: 3px solid #b26a00; color: #4a3200; }
@media (max-width: 35rem) { dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: .5rem; } }
@media (prefers-color-scheme: dark) { body { background: #14181c; color: #e6e6e6; } a { color: #8ab4f8; } }
.counts .assumed a { color: inherit; }
@media (prefers-color-scheme: dark) { .counts .assumed { background: #4a3200; color: #fff4d6; } }
</style>
</head>
<body>
<main>
<h1>API references</h1>
$sections
<h2>For programs</h2>
<ul>
<li><a href="index.json">index.json</a>: this page as data</li>
<li><a href="$sums">$sums</a>: check with <code>sha256sum -c $sums</code></li>
<li><a href="LICENCES.txt">LICENCES.txt</a>: of the program inside the references</li>
</ul>
</main>
</body>
</html>
""")


def portal(published: Sequence[Published], renderer: Renderer) -> dict[str, bytes]:
    """Return all files to publish by path: a folder for each API, the front page, the index and the checksums."""
    files = {f"{one.api.name}/{path}": content for one in published for path, content in one.files.items()}
    sections = "\n".join(_section(one) for one in published)
    files["LICENCES.txt"] = renderer.licence.encode()
    files["index.html"] = _PAGE.substitute(sections=sections, sums=SUMS).encode()
    files["index.json"] = _index(published)
    sums = "".join(f"{_digest(content)}  {path}\n" for path, content in sorted(files.items()))
    return {**files, SUMS: sums.encode()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _index(published: Sequence[Published]) -> bytes:
    document = {"index": 1, "apis": [_as_json(one) for one in published]}
    return (json.dumps(document, indent=2, ensure_ascii=True) + "\n").encode()


def _as_json(one: Published) -> dict[str, Any]:
    return {
        "name": one.api.name,
        "title": one.api.title,
        "version": one.api.version,
        "operations": one.inventory.operations,
        "schemas": one.inventory.schemas,
        "facts": one.inventory.facts,
        "assumptions": len(one.inventory.assumed),
        "client": {"distribution": one.api.names.distribution, "package": one.api.names.package},
        "assumed": [
            {"what": found.subject, "attribute": found.assumption.attribute, "reason": found.assumption.why}
            for found in one.inventory.assumed
        ],
        "files": [
            {"path": f"{one.api.name}/{path}", "bytes": len(content), "sha256": _digest(content)}
            for path, content in sorted(one.files.items())
        ],
    }


def _section(one: Published) -> str:
    api = one.api
    rows = "\n".join(_row(api.name, word, paths) for word, paths in _groups(one.files) if paths)
    return (
        f"<section>\n<h2>{html.escape(api.title or api.name)} {html.escape(api.version)}</h2>\n"
        f"{_counts(one)}\n<dl>\n{rows}\n</dl>\n</section>"
    )


def _counts(one: Published) -> str:
    """Return how much there is, what is only assumed told from what is documented."""
    counts = one.inventory
    words = [f"{counts.operations} operations", f"{counts.schemas} schemas", f"{counts.facts} documented facts"]
    items = "".join(f"<li>{word}</li>" for word in words)
    assumed = f"{len(counts.assumed)} assumptions"
    if counts.assumed:
        address = html.escape(f"{one.api.name}/reference.html#tag/{ASSUMPTIONS}")
        assumed = f'<a href="{address}">{assumed}</a>'
    return f'<ul class="counts">{items}<li class="assumed">{assumed}</li></ul>'


def _groups(files: Mapping[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    yield "Reference", ["reference.html"]
    yield "Spec", ["openapi.yaml", "openapi.json"]
    yield "Python client", sorted(path for path in files if path.startswith("client/"))
    yield "Changes", ["CHANGELOG.md"]
    yield "JSON Schemas", sorted(path for path in files if path.startswith("schemas/"))


def _row(folder: str, word: str, paths: Sequence[str]) -> str:
    items = "\n".join(
        f'<li><a href="{html.escape(f"{folder}/{path}")}">{html.escape(path.rpartition("/")[2])}</a></li>'
        for path in paths
    )
    files = f"<ul>\n{items}\n</ul>"
    if len(paths) > _MANY:
        files = f"<details><summary>{len(paths)} files</summary>\n{files}\n</details>"
    return f"<dt>{word}</dt>\n<dd>{files}</dd>"
