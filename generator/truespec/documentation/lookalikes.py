"""Pages that are no rendered reference of GitBook: other renderers by name, and pages that hold no reference at all."""

from __future__ import annotations

import itertools
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
    "RapiDoc": ("<rapi-doc", "rapidoc-min.js", "rapidoc.js"),
    "Scalar": ("@scalar/api-reference", 'class="scalar-app', 'id="api-reference"'),
}
_TEXT: Final = {
    "Fern": (
        r"list of (?:strings|integers|objects|maps|enums|doubles|booleans|any)\b",
        r"(?:Show|Hide) \d+ propert(?:y|ies)\Z",
        r"Show \d+ variants\Z",
        r"\S+(?:string|integer|double|boolean)(?:Optional|Required)?(?:format: \"|>=|<=)",
        r"(?:Request|Response) \d*\s*This endpoint (?:expects|returns) an? ",
        r"This endpoint (?:expects|returns) (?:an?|nothing|the) ?",
        r"Built with Fern\Z",
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
    "it is a page of Cloudflare that asks for a check of the browser": (
        "cf-turnstile", "cdn-cgi/challenge-platform", "cloudflare ray id",
    ),
    "it asks for a proof that a person reads it": (
        "not a bot", "not a robot", "a human (and not a bot)", "you are a human", "disable any ad blocker", "awswaf",
        "access to this page has been denied", "complete the captcha", "unusual traffic from your",
        "que vous êtes humain", "ob sie ein mensch sind",
    ),
    "it is a page to log in": (
        "samlresponse", "samlrequest", "okta-sign-in", "sign-in options", "continue with sso", "access your account",
        "use your google account", "authentication required", "you need to be authenticated", "visitor authentication",
        "401 authorization required", "401 unauthorized", "mot de passe oublié", "passwort vergessen", "sign in with",
        "log in to your account", "sign in to your account", "log in with",
    ),
    "it says that the page may not be read (403)": ("403 forbidden", "don't have permission to", "access denied"),
    "it says that there were too many requests (429)": ("too many requests", "rate limit exceeded"),
    "it says that there is no such page (404)": (
        "can't find that page", "page introuvable", "seite nicht gefunden", "página no encontrada",
        "página não encontrada", "pagina niet gevonden", "siden ble ikke funnet", "ページが見つかりません",
        "页面未找到", "找不到页面",
    ),
    "it says that the site could not be reached": (
        "err_name_not_resolved", "err_internet_disconnected", "err_connection", "dns_probe", "could not resolve host",
        "site can't be reached",
    ),
    "it is an error of the server or of a gateway": (
        "internal server error", "bad gateway", "service unavailable", "gateway timeout", "something went wrong",
    ),
    "it says that the site is being maintained": (
        "scheduled maintenance", "under maintenance", "down for maintenance", "be back soon",
    ),
    "it asks for consent to cookies": (
        "we value your privacy", "accept all cookies", "cookie preferences", "we use cookies", "reject all",
        "privacy preference center", "onetrust", "alle akzeptieren", "tout accepter", "aceptar todo", "aceitar tudo",
        "alles accepteren", "godta alle", "全部接受", "すべて同意", "deine privatsphäre",
    ),
    "it needs JavaScript to show anything": (
        "please enable js", "javascript is disabled", "does not support javascript",
    ),
}  # fmt: skip
"""Words that stand in references too, in the descriptions of answers."""
_SHORT: Final = 60
_SCRIPT: Final = re.compile(r"<script\b", re.IGNORECASE)
_UNSEEN: Final = re.compile(r"<(script|style|svg|head)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<[^<>]*>")
_FEW_WORDS: Final = 20


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
    kind = _kind(page, [line for line in page.lines if line.strip()], _PERHAPS)
    if kind or not _SCRIPT.search(page.text):
        return kind
    words = _TAG.sub(" ", _UNSEEN.sub(" ", page.text)).split()
    return "its markup has no text, which a program adds when it is opened" if len(words) < _FEW_WORDS else ""


def _kind(page: Page, lines: Sequence[str], kinds: Mapping[str, Sequence[str]]) -> str:
    if len(lines) > _SHORT and "<" not in lines[0][:1]:
        return ""
    head = page.text[:50_000].lower().replace("\u2019", "'")
    return next((kind for kind, marks in kinds.items() if any(mark in head for mark in marks)), "")


def _marks(lines: Sequence[str], patterns: Sequence[str]) -> int:
    """Count different marks, and one more where a mark is there often."""
    count = 0
    for pattern in map(re.compile, patterns):
        count += sum(1 for _ in itertools.islice(filter(pattern.match, lines), 2))
    return count
