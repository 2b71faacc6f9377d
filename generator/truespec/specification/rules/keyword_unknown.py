"""The keywords of a schema are ones that mean something."""

import difflib
from typing import Final

from truespec.diagnostics import Report
from truespec.specification.document import OpenApiVersion
from truespec.specification.schemas import fields_of
from truespec.specification.survey import Survey

__all__ = ["check"]

_FORMER: Final = {
    "nullable": "write \"type: [..., 'null']\", as OpenAPI 3.1 has no nullable",
    "additionalItems": "write items beside prefixItems",
    "dependencies": "write dependentRequired or dependentSchemas",
    "$recursiveRef": "write $ref",
    "$recursiveAnchor": "remove it",
    "id": "write $id",
}
_REMOVE: Final = "remove it, or prefix it with x-"
_MOST_SUGGESTIONS: Final = 500
_LONGEST_SUGGESTED: Final = 40


def check(survey: Survey, report: Report) -> None:
    """Warn of keywords of OpenAPI 3.1 schemas that nothing reads; in 3.0 the structural check warns of them."""
    version = survey.document.version
    if version == OpenApiVersion(3, 0):
        return
    known = fields_of(str(version), "schema") | {"example"}
    suggested = 0
    for schema in survey.of("schema"):
        if not schema.is_mapping or known.issuperset(schema.value):
            continue
        for keyword, value in schema.items():
            if keyword in known or keyword.startswith("x-"):
                continue
            suggested += 1
            fallback = _suggestion(keyword, known) if suggested <= _MOST_SUGGESTIONS else _REMOVE
            advice = _FORMER.get(keyword) or fallback
            message = f"the keyword `{keyword[:60]}` means nothing"
            report.warning("keyword-unknown", value.key_location, message, advice)


def _suggestion(keyword: str, known: frozenset[str]) -> str:
    near = difflib.get_close_matches(keyword, known, n=1) if len(keyword) <= _LONGEST_SUGGESTED else []
    return f"write `{near[0]}`" if near else _REMOVE
