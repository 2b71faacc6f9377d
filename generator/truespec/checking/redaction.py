"""Keeps out of reports what is nobody's business: credentials, and values that came out of a server.

Values that a run made up itself stay in its reproductions, and so do the keys of records: without them nothing could
be repeated.  Everything else that was first seen in an answer is replaced by a placeholder that names its type.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import html
import json
import marshal
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote, quote_plus, unquote

from truespec.checking.exchange import Exchange, Request
from truespec.checking.words import contract_words
from truespec.contract.api import Api
from truespec.contract.schema import Absent, Json

__all__ = ["Redaction", "placeholder"]

_SHORTEST: Final = 3
"""Shorter texts are codes of countries and languages; they tell nothing of anybody."""

_SHORTEST_SECRET: Final = 6
"""A shorter credential is hidden where it stands alone: as a part it would be found in every other word."""

_SHORTEST_HIDDEN: Final = 5
"""A shorter text is found in the letters of any other spelling."""

_PLAIN_BASE64: Final = str.maketrans("-_", "+/")
_URL_BASE64: Final = str.maketrans("+/", "-_")
_GROUP: Final = 3
_SHORTEST_MIDDLE: Final = 8
"""Fewer letters of base64 are found in other words too."""

_SMALLEST_NUMBER: Final = 10_000
_MOST: Final = 200_000
_PERSONAL: Final = re.compile(
    r"mail|phone|mobile|fax|name|address|street|city|town|zip|post|birth|dob|gender|sex|note|comment|company|iban|card"
    r"|passport|licen[cs]e|tax|vat|social|password|secret|token|ssn|national",
    re.IGNORECASE,
)
_KEY: Final = re.compile(r"(?:\A|[a-z_-])u?u?id\Z|Id\Z|ID\Z|Uid\Z|\Aid\Z")
_TYPES: Final = (
    ("email", re.compile(r"[^@\s]+@[^@\s]+")),
    ("uuid", re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
    ("date-time", re.compile(r"\d{4}-\d\d-\d\d[T ].+")),
    ("date", re.compile(r"\d{4}-\d\d-\d\d")),
    ("phone", re.compile(r"\+[\d ().-]{5,}")),
    ("number", re.compile(r"-?\d+(?:\.\d+)?")),
)
_ADDRESSES: Final = frozenset({"<email>", "<phone>"})
_NAMED: Final = "\0"
"""Stands where the name of a member would, when that name is itself what is told."""

_OPAQUE: Final = re.compile(r"[0-9a-f]{16,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
"""Names of members that are keys of records: they tell of nobody, and without them nothing could be repeated."""

_PIECES: Final = re.compile(r"[/?&=;,<>\s\"]+")


def placeholder(value: str) -> str:
    """Return what stands for a value: ``<email>``, ``<date>``, ``<string>`` where nothing more can be told."""
    return f"<{next((name for name, form in _TYPES if form.fullmatch(value)), 'string')}>"


def _readings(value: str) -> Iterator[str]:
    """Yield what a value says when it is read backwards, or as URL, HTML, hexadecimal or base64."""
    yield from (value[::-1], unquote(value), html.unescape(value))
    with contextlib.suppress(ValueError):
        yield bytes.fromhex(value).decode()
    plain = value.translate(_PLAIN_BASE64).rstrip("=")
    with contextlib.suppress(ValueError):
        yield base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode()


def _secret_forms(secrets: Iterable[str]) -> Iterator[str]:
    """Yield every secret as it may be spelled; in base64, as it looks in the middle of something longer too."""
    for secret in secrets:
        if not secret:
            continue
        encoded, spelled = secret.encode(), quote(secret, safe="")
        yield from (secret, spelled, quote(secret), quote_plus(secret), spelled.lower(), quote(spelled, safe=""))
        yield from (html.escape(secret), encoded.hex(), encoded.hex().upper(), json.dumps(secret)[1:-1])
        for text in (secret, spelled):
            yield from (base64.b64encode(text.encode()).decode(), base64.urlsafe_b64encode(text.encode()).decode())
            yield from _middles(text.encode())


def _middles(encoded: bytes) -> Iterator[str]:
    """Yield the letters of base64 that depend on nothing that stands around a secret."""
    for before in range(_GROUP):
        whole = base64.b64encode(bytes(before) + encoded + bytes(-(before + len(encoded)) % _GROUP)).decode()
        middle = whole[4 * (before > 0) : -4 if (before + len(encoded)) % _GROUP else None]
        if len(middle) >= _SHORTEST_MIDDLE:
            yield from (middle, middle.translate(_URL_BASE64))


@dataclass(slots=True)
class Redaction:
    """What one run has sent and heard, so far as it decides what may be shown; ``secrets`` never may."""

    api: Api
    secrets: tuple[str, ...] = field(default=(), repr=False)
    _own: set[str] = field(default_factory=set[str], repr=False)
    _foreign: set[str] = field(default_factory=set[str], repr=False)
    _personal: set[str] = field(default_factory=set[str], repr=False)
    _records: set[bytes] = field(default_factory=set[bytes], repr=False)
    words: frozenset[str] = field(init=False, repr=False)
    _plain: frozenset[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Learn the words of the contract: they are no values of anybody."""
        self.secrets = tuple(sorted(set(_secret_forms(self.secrets)), key=len, reverse=True))
        self.words = frozenset(contract_words(self.api))
        resources = self.api.behaviour.resources if self.api.behaviour is not None else ()
        chosen = {name for resource in resources for name in (resource.key, *(wire for wire, _ in resource.sets))}
        self._plain = frozenset(name for name in chosen if not _PERSONAL.search(name))

    def hear(self, exchange: Exchange, answer: Json | Absent) -> None:
        """Remember what was sent, and what was heard that the run has not sent before."""
        self._own.update(value for value in _sent(exchange.request) if value not in self._foreign)
        if len(self._foreign) > _MOST:
            return
        told: Iterable[tuple[str, tuple[str, ...], Json]] = () if isinstance(answer, Absent) else self._untold(answer)
        for name, above, value in (*_told_in_headers(exchange), *told):
            text = value if isinstance(value, str) else str(value) if _tells(value) else ""
            if text in self._personal or self._is_known(name, text):
                continue
            self._foreign.add(text)
            if any(map(_PERSONAL.search, (name, *above))) or placeholder(text) in _ADDRESSES:
                self._personal.add(text)

    def _untold(self, answer: Json) -> Iterator[tuple[str, tuple[str, ...], Json]]:
        """Yield the scalars of an answer, but for those of records that were listed before, member for member.

        What was known then is known now, and what was not was kept.
        """

        def is_told(names: tuple[str, ...], item: Json) -> bool:
            if not isinstance(item, dict):
                return False
            mark = hashlib.blake2b(marshal.dumps((names, item), 2), digest_size=16).digest()
            if mark in self._records:
                return True
            self._records.add(mark)
            return False

        return _scalars(answer, is_told)

    def _is_known(self, name: str, text: str) -> bool:
        """Say whether a text tells nothing that the run or the contract does not say itself."""
        return len(text) < _SHORTEST or text in self._own or text in self.words or self._may_be_shown(name, text)

    def _may_be_shown(self, name: str, text: str) -> bool:
        """Say whether a value is the key of a record; one that is an address of somebody is more than that."""
        if placeholder(text) in _ADDRESSES:
            return False
        if name == _NAMED:
            return any(form.fullmatch(text) for form in (_OPAQUE, _PERSONAL))
        return name in self._plain or (_KEY.search(name) is not None and _PERSONAL.search(name) is None)

    def may_be_kept(self, text: str) -> bool:
        """Say whether a key or a part of a path may be written down as it is."""
        return not any(self._holds_foreign(reading) for reading in (text, *_readings(text)))

    def _long_secrets(self) -> Iterator[str]:
        return (secret for secret in self.secrets if len(secret) >= _SHORTEST_SECRET)

    def request(self, request: Request) -> Request:
        """Return a request with placeholders for what may not be shown."""
        path = "/".join(self._step(step) for step in request.path.split("/"))
        query = "&".join(self._pair(pair) for pair in request.target.partition("?")[2].split("&"))
        body = request.json()
        shown = request.body
        if not isinstance(body, Absent):
            shown = json.dumps(self._value(body), ensure_ascii=False).encode("utf-8", "backslashreplace")
        return replace(
            request,
            target=f"{path}?{query}" if query else path,
            headers=tuple((name, self._text(value)) for name, value in request.headers),
            body=self.text(shown.decode("utf-8", "backslashreplace")).encode(),
        )

    def _step(self, step: str) -> str:
        return self._text(unquote(step)) if self._is_foreign(unquote(step)) else step

    def _pair(self, pair: str) -> str:
        name, equals, value = pair.partition("=")
        read = unquote(value.replace("+", " "))
        return f"{name}{equals}{self._text(read)}" if self._is_foreign(read) else pair

    def _value(self, value: Json) -> Json:
        if isinstance(value, dict):
            return {self._text(name): self._value(member) for name, member in value.items()}
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if isinstance(value, str):
            return self._text(value)
        return "<number>" if _tells(value) and str(value) in self._foreign else value

    def _text(self, value: str) -> str:
        return placeholder(value) if self._is_foreign(value) else value

    def _is_foreign(self, value: str) -> bool:
        """Say whether a value, a part of it, or a whole that it is part of came out of the server."""
        if any(self._holds_foreign(reading) for reading in _readings(value)):
            return True
        if value in self.secrets or value in self._foreign or any(secret in value for secret in self._long_secrets()):
            return True
        if len(value) < _SHORTEST or value in self.words:
            return False
        return any(value in heard or heard in value for heard in self._personal)

    def _holds_foreign(self, reading: str) -> bool:
        """Say whether what a value says in another spelling holds a credential, or something of somebody."""
        secret = any(secret in reading for secret in self._long_secrets())
        return secret or any(heard in reading for heard in self._personal if len(heard) >= _SHORTEST_HIDDEN)

    def text(self, text: str) -> str:
        """Return a sentence of ours without any credential and any personal value that may have got into it."""
        for secret in self._long_secrets():
            text = text.replace(secret, "<credential>")
        for heard in self._personal:
            if heard in text:
                text = re.sub(rf"(?<!\w){re.escape(heard)}(?!\w)", placeholder(heard), text)
        return text


def _tells(value: Json) -> bool:
    """Say whether a number is long enough to be somebody's."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= _SMALLEST_NUMBER


def _sent(request: Request) -> Iterator[str]:
    yield from (unquote(step) for step in request.path.split("/"))
    yield from (value for _, value in request.query)
    yield from (value for _, value in request.headers)
    body = request.json()
    if not isinstance(body, Absent):
        yield from (value if isinstance(value, str) else str(value) for _, _, value in _scalars(body))


def _told_in_headers(exchange: Exchange) -> Iterator[tuple[str, tuple[str, ...], Json]]:
    """Yield what header fields of an answer say of people: by their names, or because it is an address."""
    for name, value in exchange.response.headers:
        pieces = [value, *(unquote(piece) for piece in _PIECES.split(value))]
        yield from ((name, (), piece) for piece in pieces if _PERSONAL.search(name) or placeholder(piece) in _ADDRESSES)


def _scalars(
    value: Json, is_told: Callable[[tuple[str, ...], Json], bool] | None = None
) -> Iterator[tuple[str, tuple[str, ...], Json]]:
    """Yield every text and number with the name of the member that holds it, and the names above that.

    The names of members are yielded too, each under the name ``_NAMED``: they may be those of people.  Items of lists
    that ``is_told`` says so of, with the names above them, are left out.
    """
    waiting: list[tuple[tuple[str, ...], Json]] = [((), value)]
    while waiting:
        names, found = waiting.pop()
        if isinstance(found, dict):
            yield from ((_NAMED, names, name) for name in found)
            waiting.extend(((*names, name), member) for name, member in found.items())
        elif isinstance(found, list):
            waiting.extend((names, item) for item in found if is_told is None or not is_told(names, item))
        elif found is not None and not isinstance(found, bool):
            yield names[-1] if names else "", names[:-1], found
