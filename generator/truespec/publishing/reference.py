"""The reference of one API: a page that holds the spec and what renders it, and asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from string import Template
from typing import Any, Final

from truespec.publishing.renderer import Renderer

__all__ = ["inlined", "reference_page"]

_START: Final = """
const spec = JSON.parse(document.getElementById("spec").textContent);
const options = {sanitize: true, hideDownloadButtons: true, nativeScrollbars: true};
Redoc.init(spec, options, document.getElementById("reference"));
"""

_PAGE: Final = Template("""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="$policy">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>$title</title>
<style>
body { margin: 0; padding: 0; }
.assumed { background: #fff4d6; border-left: 3px solid #b26a00; color: #4a3200; display: inline-block; font-size: .85em;
  line-height: 1.4; margin: .1rem 0; overflow-wrap: anywhere; padding: .1rem .5rem; }
</style>
</head>
<body>
<noscript>This reference needs scripts; the same is said by openapi.yaml beside it.</noscript>
<div id="reference"></div>
<script type="application/json" id="spec">$spec</script>
<script>$renderer</script>
<script>$start</script>
</body>
</html>
""")


def reference_page(title: str, spec: Mapping[str, Any], renderer: Renderer) -> str:
    """Return the page of a bundled spec.

    Only the two scripts of the page run, told by their digests: a script that a description holds is sanitised by the
    renderer, and one that got past it would be refused.  Styles are free, the renderer makes them as it runs; it also
    makes its search out of a blob.
    """
    digests = " ".join(f"'sha256-{_digest(script)}'" for script in (renderer.script, _START))
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {digests}",
            "worker-src blob:",
            "style-src 'unsafe-inline'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return _PAGE.substitute(
        policy=html.escape(policy, quote=True).replace("&#x27;", "'"),
        title=html.escape(title),
        spec=inlined(spec),
        renderer=renderer.script,
        start=_START,
    )


def inlined(value: object) -> str:
    """Return JSON that no text in it can lead out of the ``script`` element it stands in."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
