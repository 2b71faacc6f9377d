"""The files around the modules: project metadata, README, reference and changelog."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from truespec import prose
from truespec.contract.api import Api
from truespec.contract.schema import Json
from truespec.rendering.code import Code, markdown
from truespec.rendering.environment import fill
from truespec.rendering.examples import Examples
from truespec.rendering.history import days_of_changes
from truespec.rendering.page_views import ChangelogView, ReferenceView
from truespec.rendering.readme import readme_view
from truespec.rendering.reference import sections
from truespec.rendering.shaping import Shaper
from truespec.rendering.views import ProjectView

__all__ = ["package_files", "pep440"]

_PRE: Final = {"alpha": "a", "a": "a", "beta": "b", "b": "b", "rc": "rc", "c": "rc", "pre": "rc", "preview": "rc"}
_VERSION: Final = re.compile(
    r"v?(?P<release>\d+(?:\.\d+)*)"
    r"(?:[-_.]?(?P<pre>alpha|beta|preview|pre|rc|a|b|c)[-_.]?(?P<number>\d*))?"
    r"(?:\+[a-z0-9.-]*)?",
    re.IGNORECASE,
)
_DISTRIBUTION: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


def package_files(api: Api, shaper: Shaper, sent: Mapping[str, Json] | None = None) -> Iterator[tuple[str, str]]:
    """Yield each file that is not a module, with its path in the package; ``sent`` as in :meth:`Examples.of`."""
    examples = Examples.of(api, shaper, sent)
    found = sections(api, shaper, examples)
    readme = readme_view(api, examples, shaper, found, Code(_distribution(api)), markdown(pep440(api.version)))
    yield "pyproject.toml", fill("pyproject.toml.jinja", _project(api))
    yield "README.md", fill("README.md.jinja", readme)
    yield (
        "reference.md",
        fill("reference.md.jinja", ReferenceView(readme.title, readme.client, readme.variable, readme.package, found)),
    )
    yield "CHANGELOG.md", fill("CHANGELOG.md.jinja", ChangelogView(readme.version, days_of_changes(api)))


def pep440(version: str) -> str:
    """Return an API's version as a Python one: ``v2.1-beta.3`` -> ``2.1b3``, ``2024-06-01`` -> ``2024.6.1``.

    A version of which nothing can be read gives ``0``.
    """
    text = version.strip()
    match = _VERSION.fullmatch(text)
    if match is None:
        numbers = [str(int(digits)) for digits in re.findall(r"[0-9]{1,9}", text)[:4]]
        return ".".join(numbers) or "0"
    release = ".".join(str(int(part)) for part in match["release"][:40].strip(".").split("."))
    return release if match["pre"] is None else f"{release}{_PRE[match['pre'].lower()]}{int(match['number'] or 0)}"


def _project(api: Api) -> ProjectView:
    return ProjectView(
        distribution=_toml(_distribution(api)),
        package=_toml(f"src/{api.names.package}"),
        version=_toml(pep440(api.version)),
        description=_toml(f"A typed client of {prose.one_line(api.title)[:200]}."),
    )


def _distribution(api: Api) -> str:
    name = api.names.distribution
    return name if _DISTRIBUTION.fullmatch(name) else api.names.package.strip("_").replace("_", "-")


def _toml(text: str) -> Code:
    """Write a TOML string in ASCII: as JSON has it, but that DEL is escaped and no character is two halves."""
    quoted = json.dumps(text.encode("utf-8", "replace").decode(), ensure_ascii=False).replace("\x7f", "\\u007f")
    return Code("".join(c if c.isascii() else f"\\U{ord(c):08x}" for c in quoted))
