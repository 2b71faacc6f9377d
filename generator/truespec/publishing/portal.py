"""The front of what is published: a page and a JSON document that lead to every file, and the checksums."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator, Mapping, Sequence
from string import Template
from typing import Any, Final

from truespec.publishing.plan import Published
from truespec.publishing.renderer import Renderer

__all__ = ["SUMS", "portal"]

SUMS: Final = "SHA256SUMS"

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
dt { font-weight: 600; } li { overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { background: #14181c; color: #e6e6e6; } a { color: #8ab4f8; } }
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
        "files": [
            {"path": f"{one.api.name}/{path}", "bytes": len(content), "sha256": _digest(content)}
            for path, content in sorted(one.files.items())
        ],
    }


def _section(one: Published) -> str:
    api, counts = one.api, one.inventory
    rows = "\n".join(_row(api.name, word, paths) for word, paths in _groups(one.files) if paths)
    return (
        f"<section>\n<h2>{html.escape(api.title or api.name)} {html.escape(api.version)}</h2>\n"
        f"<p>{counts.operations} operations, {counts.schemas} schemas, {counts.facts} documented facts, "
        f"{len(counts.assumed)} assumptions.</p>\n<dl>\n{rows}\n</dl>\n</section>"
    )


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
    return f"<dt>{word}</dt>\n<dd><ul>\n{items}\n</ul></dd>"
