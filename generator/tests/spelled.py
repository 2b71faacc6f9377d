"""Looks for what may not be shown in everything that a run leaves behind, in every spelling it may have there."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus

__all__ = ["files_below", "holders", "spellings"]


def spellings(secret: str) -> set[str]:
    """Return a text as it may be written: plain, quoted for a URL, escaped for JSON, and in base64 at any offset."""
    found = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), json.dumps(secret)[1:-1]}
    found |= {html.escape(secret), secret.encode().hex(), secret[::-1], quote(secret, safe="").lower()}
    found.add(secret.encode("unicode_escape").decode())
    for before in ("", "a", "ab"):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            # The first and the last letters depend on what stands around it.
            found.add(encode(f"{before}{secret}".encode()).decode().rstrip("=")[4:-4])
    return {spelling for spelling in found if len(spelling) > 5}


def files_below(*folders: Path) -> dict[str, bytes]:
    """Return what is in every file below some folders."""
    return {str(path): path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


def holders(left: Mapping[str, bytes], secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Return the files that hold a secret in any spelling, each with that spelling."""
    return [
        (name, spelling)
        for secret in secrets
        for spelling in sorted(spellings(secret))
        for name, content in left.items()
        if spelling.encode() in content
    ]
