"""Samples beside an operation: the request and the answer that a page prints, as a second witness."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Final
from urllib.parse import parse_qsl, unquote

from truespec.documentation.text.json_lines import first_value
from truespec.documentation.text.text_lines import TextLines, is_media, status_of
from truespec.documentation.text.text_paths import method_line

__all__ = ["LANGUAGE_MENU", "REQUEST", "Samples", "read_samples"]

REQUEST: Final = re.compile(r"([A-Z]+) (\S+) HTTP/\d(?:\.\d)?\Z")
"""The first line of a request: its method and what it asks for."""
_HEADER: Final = re.compile(r"([A-Za-z0-9!#$%&'*+.^_`|~-]+): ?(.*)\Z")
_CODE: Final = ("curl ", "import ", "const ", "fetch(", "var ", "let ", "require(", "requests.", "--", "-H ", "-X ")
LANGUAGE_MENU: Final = frozenset({"http", "curl", "javascript", "python", "httpcurljavascriptpython"})
"""What can be chosen above a request, in lower case."""
_JSONISH: Final = re.compile(r"[\[\]{}\",]|(?:true|false|null|-?\d[\d.eE+-]*),?\Z")
_SCALAR: Final = re.compile(r"(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)\Z")
_FRAGMENT: Final = re.compile(r"\"[^\"]*\": |[\]}]")
"""What only stands inside of a list or an object."""
_TEXTS: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"")
_LITERAL: Final = re.compile(r"(?:true|false|null|-?\d+\.\d+)\Z")
"""A value on a line of its own that no status can be."""
_HIDDEN_EMAIL: Final = "[email protected]"
_PRINTED_EMAIL: Final = "name@gmail.com"
_LINK: Final = re.compile(r"\[[^\[\]\"]+\]\(\S+?\)")
"""A link as a converter to Markdown writes it, with which a line of a description may begin."""
_LONGEST_WORDS: Final = 60
_NOTHING: Final = object()


@dataclasses.dataclass(slots=True)
class Samples:
    """What stands below the header of the samples of one operation."""

    method: str = ""
    target: str = ""
    headers: dict[str, str] = dataclasses.field(default_factory=dict[str, str])
    body: object = _NOTHING
    body_line: int = 0
    answers: list[tuple[str, object, int]] = dataclasses.field(default_factory=list[tuple[str, object, int]])
    statuses: dict[str, tuple[int, str]] = dataclasses.field(default_factory=dict[str, tuple[int, str]])
    contentless: set[str] = dataclasses.field(default_factory=set[str])
    """The statuses of answers that are said to have no content."""
    broken: list[int] = dataclasses.field(default_factory=list[int])
    """The lines where samples begin that cannot be read."""
    torn: list[int] = dataclasses.field(default_factory=list[int])
    """Those of them whose brackets do not close: lines are missing."""
    code: bool = False
    """Whether a request is there, in whatever language, or at least the menu of languages."""
    ended: bool = False
    """Whether what stands last is an answer with its value, or with the words that it has none."""
    end: int = 0
    """The line after the last one that belongs to the samples."""

    @property
    def path(self) -> str:
        """The path of the request, without its query."""
        return self.target.split("?", 1)[0]

    @property
    def query(self) -> frozenset[str]:
        """The names in the query of the request."""
        _, _, query = self.target.partition("?")
        return frozenset(unquote(pair.split("=", 1)[0]) for pair in query.split("&") if pair)

    @property
    def asked(self) -> dict[str, str]:
        """The query of the request, each name with its last value."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))

    @property
    def has_body(self) -> bool:
        """Whether the request has a body that was read."""
        return self.body is not _NOTHING

    @property
    def is_cut(self) -> bool:
        """Whether the samples end in the middle of one, should nothing follow them: an answer follows each request."""
        awaits_body = self.says_json and not self.has_body and self.headers.get("content-length", "0") != "0"
        return bool(self.broken) or awaits_body or (self.code and not self.ended)

    @property
    def says_json(self) -> bool:
        """Whether the request says that its body is JSON, or says nothing of it."""
        return "json" in self.headers.get("content-type", "json")

    @property
    def sends_body(self) -> bool | None:
        """Whether the request says that it has a body; None where there is no request, or perhaps a part of one."""
        if not self.target or (not self.ended and "accept" not in self.headers):
            return None
        return self.has_body or bool(self.headers.keys() & {"content-length", "content-type"})

    @property
    def is_short(self) -> int:
        """By how many bytes the body is shorter than ``Content-Length`` says; 0 where it is not, or none can tell."""
        stated = self.headers.get("content-length", "")
        if not stated.isdecimal() or not self.has_body:
            return 0
        text = json.dumps(self.body, ensure_ascii=False, separators=(",", ":"))
        pretty = json.dumps(self.body, ensure_ascii=False, indent=2)
        if _HIDDEN_EMAIL in text and _PRINTED_EMAIL not in text:
            text, pretty = (one.replace(_HIDDEN_EMAIL, _PRINTED_EMAIL) for one in (text, pretty))
        lengths = {len(text), len(text.encode("utf-8", "surrogatepass")), len(pretty)}
        return 0 if int(stated) in lengths else max(0, int(stated) - min(lengths))


def read_samples(lines: TextLines, top: int, start: int, end: int) -> Samples:
    """Read the samples of the operation at ``top`` from ``start`` on, and no further than they go."""
    return _Reading(lines, range(top, start), end, Samples(end=start)).read(start)


@dataclasses.dataclass(slots=True)
class _Reading:
    lines: TextLines
    above: range
    limit: int
    found: Samples
    _status: str = ""
    _code: bool = False
    _sent: bool = False
    """Whether the request has a body that is no JSON."""

    def read(self, index: int) -> Samples:
        while index < self.limit:
            following = self._step(index)
            if following == index:
                break
            self.lines.take(index, following)
            index = following
            self.found.end = index
        self.lines.taken.difference_update(self.found.broken)
        return self.found

    def _step(self, index: int) -> int:
        """Return where the piece that begins at ``index`` ends; ``index`` itself where it is no sample."""
        text = self.lines.text(index)
        if (request := REQUEST.match(text)) is not None:
            return self._request(request, index)
        if text[0] in "{[" or (text[0] == '"' and self._awaits_value()):
            return self._json(index)
        if status := status_of(text):
            # A description always follows a status; a number that ends the samples is the title of what comes next.
            return index if self._is_title(index) else self._answer(status, index)
        if self.lines.is_noise(index) or is_media(text) or text in self.lines.words.no_content:
            self._code = False
            if text in self.lines.words.no_content:
                self.found.ended = True
                self.found.contentless.add(self._status)
            self.found.code = self.found.code or text.lower() in LANGUAGE_MENU
            return index + 1
        if text.startswith(_CODE) or self._code:
            self.found.code = True
            self._code = not text.endswith(")") or text.startswith("--")
            return index + 1
        if not _JSONISH.match(text):
            return index
        if _FRAGMENT.match(text):
            self.found.torn.append(self.lines.number(index))
        if _SCALAR.match(text) and self._awaits_body():
            self._keep(json.loads(text), self.lines.number(index))
        else:  # a value that is no list and no object; the last line of a page may be half of a status
            last = index + 1 >= len(self.lines)
            self.found.ended = self.found.ended or bool(self._status) or not (last and text.isdecimal())
        return index + 1

    def _is_title(self, index: int) -> bool:
        return index + 1 == self.limit < len(self.lines)

    def _awaits_body(self) -> bool:
        begun = self._sent or self._status or self.found.has_body or self.found.answers
        return "content-length" in self.found.headers and not begun

    def _awaits_value(self) -> bool:
        return bool(self._status) or "content-length" in self.found.headers

    def _request(self, request: re.Match[str], index: int) -> int:
        self.found.method, self.found.target = request[1], request[2]
        self.found.code = True
        index += 1
        while index < self.limit and (header := _HEADER.match(self.lines.text(index))) is not None:
            self.found.headers[header[1].lower()] = header[2]
            index += 1
        return index if self.found.says_json else self._other_body(index)

    def _other_body(self, index: int) -> int:
        """Return the line after a body that is no JSON: a form, or whatever the vendor takes."""
        for end in range(index, min(index + _LONGEST_WORDS, self.limit)):
            text = self.lines.text(end)
            ends = self.lines.is_noise(end) or status_of(text) or text in self.lines.words.no_content
            if ends or text[0] in "{[" or method_line(text) is not None:
                self._sent = end > index
                return end
        return index

    def _answer(self, status: str, index: int) -> int:
        """A status, and the description behind it; a menu that was copied says once more which is chosen."""
        again = status == self._status
        self._status = status
        self._code = self.found.ended = False
        number = self.lines.number(index)
        index += 1
        if again:
            return index
        text = self.lines.text(index)
        valued = (text[:1] in {"{", "["} and not _LINK.match(text)) or _LITERAL.match(text) is not None
        described = index < self.limit and text and not valued and not is_media(text)
        if described and text not in self.lines.words.no_content:
            end = max(self._end_of_words(index), self._end_of_same(status, index))
            words = "\n".join(self.lines.text(one) for one in range(index, end))
            said = "" if words in self.lines.words.of_status(status) else words
            self.found.statuses.setdefault(status, (number, said))
            return end
        self.found.statuses.setdefault(status, (number, ""))
        return index

    def _end_of_words(self, index: int) -> int:
        """Return where a description of several lines ends: before its sample; a line long where none follows."""
        for following in range(index + 1, min(index + _LONGEST_WORDS, self.limit)):
            text = self.lines.text(following)
            if status_of(text) == self._status and self._begins_value(self.lines.text(following + 1)):
                return following  # the chosen status of a menu that was copied
            if self.lines.is_noise(following) or status_of(text) or is_media(text):
                break
            if self._begins_value(text):
                return following
        return index + 1

    def _end_of_same(self, status: str, index: int) -> int:
        """Return where the lines end that stand behind the status in the list of answers too: they describe it.

        So a value within a description is no sample.
        """
        heads = (i for i in self.above[1:] if status_of(self.lines.text(i - 1)) == status)
        above = next((i for i in heads if self.lines.text(i) == self.lines.text(index)), self.above.stop)
        same = 0
        while above + same < self.above.stop and index + same < self.limit:
            text = self.lines.text(index + same)
            ends = self.lines.is_noise(index + same) or is_media(text) or text in self.lines.words.no_content
            if ends or status_of(text) or text != self.lines.text(above + same):
                break
            same += 1
        return index + same

    def _begins_value(self, text: str) -> bool:
        """Whether a line begins a sample, or says that there is none."""
        begins = text[:1] in {"{", "[", '"'} and not _LINK.match(text)
        return text in self.lines.words.no_content or begins or _SCALAR.match(text) is not None

    def _json(self, index: int) -> int:
        texts = [self.lines.text(number) for number in range(index, self.limit)]
        try:
            value, length = first_value(texts)
        except (ValueError, RecursionError):
            return self._broken(index)
        whole = "\n".join(texts)
        rest = whole[length:].split("\n", 1)[0]
        if rest.strip():
            return self._broken(index)
        following = index + whole.count("\n", 0, length) + 1 + (self.limit - index - len(texts))
        self._keep(value, self.lines.number(index))
        return following

    def _keep(self, value: object, number: int) -> None:
        if self._awaits_body():
            self.found.body, self.found.body_line = value, number
        else:
            self.found.answers.append((self._status, value, number))
            self.found.ended = True

    def _broken(self, index: int) -> int:
        """Leave a sample that is cut or garbled; the line where it begins is not understood."""
        self.found.broken.append(self.lines.number(index))
        if _FRAGMENT.match(self.lines.text(index)) or not self._closes(index):
            self.found.torn.append(self.lines.number(index))
        index += 1
        while index < self.limit and _JSONISH.match(self.lines.text(index)):
            index += 1
        return index

    def _closes(self, index: int) -> bool:
        """Whether the brackets that open in a line close in it or below; a vendor's own example may have any text."""
        depth = 0
        for number in range(index, self.limit):
            bare = _TEXTS.sub("", self.lines.text(number))
            depth += sum(map(bare.count, "{[")) - sum(map(bare.count, "}]"))
            if depth <= 0:
                return depth == 0
        return False
