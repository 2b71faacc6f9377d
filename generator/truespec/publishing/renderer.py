"""Redoc, which makes a page out of a spec in the browser: its installed script, fit to stand inside a page.

The script comes with a package of this machine (``drf-spectacular-sidecar``, which ships the standalone build); it is
read as a file, nothing of that package is imported, and nothing is fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from truespec.diagnostics import Location, Report

__all__ = ["Renderer", "renderer"]

_PACKAGE: Final = "drf_spectacular_sidecar"
_FOLDER: Final = Path("static", _PACKAGE, "redoc")
_NO_PICTURE: Final = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
_REMOTE_PICTURE: Final = re.compile(r'"https://cdn\.redoc\.ly/[^"]*"')
_OPENERS: Final = re.compile(r"<(?=!--|/?script)", re.IGNORECASE)
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Renderer:
    """The script as it can stand between ``<script>`` and ``</script>``, and the licences that go with it."""

    script: str
    licence: str


def renderer(report: Report) -> Renderer | None:
    """Return the installed renderer; ``None``, and ``renderer-missing`` in the report, where there is none."""
    found = find_spec(_PACKAGE)
    folder = Path(found.origin).parent / _FOLDER if found is not None and found.origin else None
    try:
        if folder is None:
            raise FileNotFoundError
        script = (folder / "bundles" / "redoc.standalone.js").read_text(encoding="utf-8")
        licences = [folder / "LICENSE", folder / "bundles" / "redoc.standalone.js.LICENSE.txt"]
        licence = "\n".join(path.read_text(encoding="utf-8") for path in licences)
    except OSError:
        message = "the script that renders the reference is not installed"
        report.error("renderer-missing", Location(_PACKAGE), message, "pip install 'truespec[publish]'")
        return None
    return Renderer(_embedded(script), licence)


def _embedded(script: str) -> str:
    r"""Return the script so that it can neither end its element nor ask for anything outside the page.

    ``<!--`` and ``<script`` occur in its texts and patterns only, where ``\x3c`` means the same character.
    """
    script = _SOURCE_MAP.sub("", script)
    script = _REMOTE_PICTURE.sub(f'"{_NO_PICTURE}"', script)
    return _OPENERS.sub(r"\\x3c", script).strip() + "\n"
