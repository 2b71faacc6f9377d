"""Pages that are no rendered reference of GitBook: other renderers by name, and pages that hold no reference at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from truespec.documentation.page import Page

__all__ = ["other_page", "other_renderer", "perhaps_other_page"]

_MARKUP: Final = {
    "Fern": ("buildwithfern", "fern-api-reference", "fern-docs", 'class="fern-', "data-fern"),
    "Mintlify": ("mintlify", "mint.json", "mintcdn.com"),
    "Docusaurus": ('content="docusaurus', "theme-doc-", "docusaurus-", "__docusaurus"),
    "ReadMe": ("cdn.readme.io", "readme.io", 'class="rm-', 'id="ssr-main"'),
    "Swagger UI": ('class="swagger-ui', 'id="swagger-ui', "swagger-ui-bundle", "swaggeruibundle"),
    "Redoc": ("<redoc", "redoc.standalone", 'class="redoc-'),
    "Stoplight Elements": ("<elements-api", 'class="sl-', "stoplight.io"),
    "Scalar": ("@scalar/api-reference", 'class="scalar-app', 'id="api-reference"'),
}
_TEXT: Final = {
    "Fern": (
        r"list of (?:strings|integers|objects|maps|enums|doubles|booleans|any)\b",
        r"(?:Show|Hide) \d+ propert(?:y|ies)\Z",
        r"Show \d+ variants\Z",
        r"\S+(?:string|integer|double|boolean)(?:Optional|Required)?(?:format: \"|>=|<=)",
        r"(?:Request|Response) \d*\s*This endpoint (?:expects|returns) an? ",
        r"This endpoint expects an? ",
    ),
    "Mintlify": (
        r"\d{3} - (?:application|text)/\S+\Z",
        r"Was this page helpful\?\Z",
        r"Powered by Mintlify\Z",
        r"(?:string|integer|number|boolean|object|enum<string>)(?:<[\w-]+>)?(?:header|query|path)(?:required)?\Z",
        r"enum<\w+>\Z",
        r"(?:string|integer)<[\w-]+>\Z",
    ),
    "Docusaurus": (
        r"Skip to main content\Z",
        r"Example \((?:from schema|auto)\)\Z",
        r"\*\*\S+\*\*\s*(?:string|integer|number|boolean|object)",
        r"MOD\d\Z",
        r"Possible values: \[",
        r"(?:\S+\s)?(?:string|integer|number|boolean)(?:<[\w-]+>)?(?:required|nullable)\Z",
    ),
    "ReadMe": (
        r"Log in to see full request history\Z",
        r"Click Try It! to start a request",
        r"(?:Body|Query|Path|Header) Params\Z",
        r"Powered by ReadMe\Z",
        r"Updated (?:about |over |almost )?\S+ (?:days?|months?|years?) ago\Z",
    ),
    "Swagger UI": (
        r"Try it out\s*\Z",
        r"Example Value\s*(?:\||Schema|Model)",
        r"Available authorizations\Z",
        r"No parameters\Z",
        r"Controls Accept header\.",
        r"Parameter content type",
    ),
    "Redoc": (
        r"(?i:Request Body schema:)",
        r"(?:(?:query|path|header|cookie) Parameters|(?:QUERY|PATH|HEADER|COOKIE) PARAMETERS)\Z",
        r"(?:Request|Response) samples\Z",
        r"Expand all\s*(?:Collapse all)?\Z",
        r"Download OpenAPI specification:",
        r"Array of (?:strings|integers|numbers|booleans|objects)\b",
        r"Enum: \"",
    ),
    "Scalar": (
        r"Powered by Scalar\Z",
        r"Test Request\b",
        r"(?:Show|Hide) Schema\Z",
        r"Request Example for ",
        r"Type: ?(?:string|integer|number|boolean|object|array)\b",
        r".*Copy link\Z",
        r"Shell Curl\Z",
    ),
    "Stoplight Elements": (
        r"Send API Request\Z",
        r"Request Sample: ",
        r"Response Example\Z",
        r"(?:>=|<=) \d+ characters\Z",
        r"Provide your .+ in the ",
        r"Allowed values?: ?",
        r"Security: ",
    ),
    "Postman": (
        r"View More\Z",
        r"Example Request\Z",
        r"Example Response\Z",
        r"raw \(json\)\Z",
        r"Headers \(\d+\)\Z",
    ),
    "Bump.sh": (
        r"Powered by Bump\.sh\Z",
        r"(?:Show|Hide) (?:response |\w+ )?attributes?\b",
        r"(?:string|integer|number)\([\w-]+\)\Z",
        r"(?:Maximum|Minimum) (?:length|value) is ",
    ),
}
_BETWEEN: Final = frozenset({"header", "query", "path", "body"})
_TYPES: Final = frozenset({"string", "integer", "number", "boolean", "object"})
_ENOUGH: Final = 2
_KINDS: Final = {
    "it is a page of Cloudflare that asks for a check of the browser": (
        "just a moment...", "checking your browser", "enable javascript and cookies to continue", "cf-challenge",
        "attention required! | cloudflare", "verify you are human", "performing security verification",
    ),
    "it says that there is no such page (404)": (
        "page not found", "404 not found", "this page could not be found", "error 404", "404:", "page doesn't exist",
    ),
    "it is a page to log in": (
        "forgot password", "forgot your password", "sign in to continue", "log in to continue", 'type="password"',
        "you need to sign in", "remember me", "single sign-on",
    ),
    "it needs JavaScript to show anything": (
        "you need to enable javascript", "please enable javascript", "javascript is required",
    ),
}  # fmt: skip
_PERHAPS: Final = {
    "it is an error of the server or of a gateway": (
        "internal server error", "bad gateway", "service unavailable", "gateway timeout", "something went wrong",
    ),
    "it says that the site is being maintained": (
        "scheduled maintenance", "under maintenance", "down for maintenance", "be back soon",
    ),
    "it asks for consent to cookies": (
        "we value your privacy", "accept all cookies", "cookie preferences", "we use cookies", "reject all",
    ),
}  # fmt: skip
"""Words that stand in references too, in the descriptions of answers."""
_SHORT: Final = 60


def other_renderer(page: Page, *, markup: bool) -> str:
    """Return the name of another renderer that made the page; empty where none is recognised."""
    if markup:
        head = page.text[:200_000].lower()
        scores = {name: sum(mark in head for mark in marks) for name, marks in _MARKUP.items()}
        best = max(scores, key=lambda name: scores[name])
        return best if scores[best] else ""
    lines = [line.strip() for line in page.lines if line.strip() and len(line) < 200]
    counts = {name: _marks(lines, patterns) for name, patterns in _TEXT.items()}
    counts["Mintlify"] += sum(
        first in _TYPES and second in _BETWEEN and third in {"required", "default", "optional"}
        for first, second, third in zip(lines, lines[1:], lines[2:], strict=False)
    )
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= _ENOUGH else ""


def other_page(page: Page) -> str:
    """Say in words what kind of page this is that holds no reference; empty where nothing says so."""
    lines = [line for line in page.lines if line.strip()]
    if not lines:
        return "it is empty"
    return _kind(page, lines, _KINDS)


def perhaps_other_page(page: Page) -> str:
    """Say in words what kind of page one may be that holds no reference, as was found before; empty where none."""
    return _kind(page, [line for line in page.lines if line.strip()], _PERHAPS)


def _kind(page: Page, lines: Sequence[str], kinds: Mapping[str, Sequence[str]]) -> str:
    if len(lines) > _SHORT and "<" not in lines[0][:1]:
        return ""
    head = page.text[:50_000].lower()
    return next((kind for kind, marks in kinds.items() if any(mark in head for mark in marks)), "")


def _marks(lines: Sequence[str], patterns: Sequence[str]) -> int:
    """Count different marks, and one more where a mark is there often."""
    count = 0
    for pattern in patterns:
        found = sum(1 for line in lines if re.match(pattern, line))
        count += min(found, 2)
    return count
