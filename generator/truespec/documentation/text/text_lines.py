"""The lines of a saved text: what each may be by itself."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Sequence
from typing import Final

from truespec.documentation.rendered.furniture import FOOTER, is_furniture
from truespec.documentation.rendered.loading import is_waiting
from truespec.documentation.rendered.sample_values import names_in_samples
from truespec.documentation.rendered.type_line import TypeLine, parse_type, starts_of_type
from truespec.documentation.rendered.words import Words
from truespec.documentation.text.markdown_marks import without_marks

__all__ = ["Line", "Shown", "TextLines", "field_on_a_line", "is_media", "status_of"]

_KINDS: Final = r"application|audio|chemical|example|font|haptics|image|message|model|multipart|text|video|x-[a-z]+|\*"
_MEDIA: Final = re.compile(rf"(?:{_KINDS})/(?:[\w.+-]+|\*)(?:\s*;.*)?\Z")
"""The kinds of media there are: names and paths have strokes too."""
_STATUS: Final = re.compile(r"([1-5]\d\d|[1-5]XX|default|DEFAULT)\Z")
_NOISE: Final = frozenset({
    "chevron-right", "chevron-down", "chevron-up", "plus", "minus", "hashtag", "copy", "copied", "copied!", "test it",
    "httpcurljavascriptpython", "gitbook assistant", "ask", "on this page", "export as pdf", "powered by gitbook",
    "agent instructions", "available in mcp", "openapi select", "http", "curl", "javascript", "python", "default-http",
    "default-curl", "default-javascript", "default-python", "was this helpful?",
})  # fmt: skip
_ICON: Final = re.compile(r"chevron-[a-z]+|plus|minus|hashtag", re.IGNORECASE)
_DOTS: Final = re.compile(r"\s+[·•‧∙⋅・\u0387]\s+")
"""What stands between the pieces of a type, and what some ways of saving make of it."""
_ODD_DOT: Final = re.compile(
    rf"(?:string|integer|number|boolean|object|array|enum|any|null|file|of|not|\])(?:\[\])*{_DOTS.pattern}"
)
_ESCAPED_DOT: Final = re.compile(r" &(?:middot|#183|#x0*b7); ", re.IGNORECASE)
_TAIL: Final = ("Default: ", "Example: ", "Pattern: ", "Sunset date: ")
_LONGEST_HEAD: Final = 400
_ENDINGS: Final = frozenset({"any", "not", "null", "file"})
_HALF: Final = 3  # letters of a flag that are no chance behind a type
_NEED: Final = frozenset({"required", "optional"})
_NAMES_OF_WORDS: Final = frozenset({"Other properties", "one of", "any of", "all of"})
_ONE_WORD: Final = re.compile(r"[^\s,:;!?()]*[^\s.,:;!?()]\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number on the page and its text without blanks around it."""

    number: int
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """A field all on one line: its tail (default, example, ...) still as one text."""

    name: str
    type: TypeLine
    flags: frozenset[str]
    tail: str


@dataclasses.dataclass(slots=True)
class TextLines:
    """The lines of a page that are not blank, and which of them somebody understood."""

    lines: list[Line]
    words: Words
    taken: set[int] = dataclasses.field(default_factory=set[int])
    bare: bool = False
    """Whether a field on one line may be without a flag."""
    copied: bool = False
    """Whether no flag was saved, so that their words are only names."""
    pieced: bool = False
    """Whether each piece of a field has a line of its own."""
    named: frozenset[str] = frozenset()
    """The words between alternatives, and for other properties, that are names on this page."""
    keys: frozenset[str] = frozenset()
    """The names in the samples of the page."""
    unbuttoned: bool = False
    """Whether no button was saved, and no row that opens."""
    furniture: frozenset[int] = frozenset()
    """The numbers of lines of the site around the page, which are left out."""
    waiting: frozenset[int] = frozenset()
    """Those of them that stand for what is still to come."""

    @classmethod
    def of(cls, lines: Sequence[str], words: Words) -> TextLines:
        """Number the lines of a page."""
        plain = without_marks(lines, (words.show, words.hide))
        texts = map(html.unescape, plain) if any(map(_ESCAPED_DOT.search, lines)) else plain
        found = [Line(n, _dotted(text.strip())) for n, text in enumerate(texts, start=1) if lines[n - 1].strip()]
        keys = names_in_samples(line.text for line in found)
        site = frozenset(line.number for line in found if not line.text or is_furniture(line.text, keys))
        waiting = frozenset(line.number for line in found if line.number in site and is_waiting(line.text))
        return cls([line for line in found if line.number not in site], words, furniture=site, waiting=waiting)

    def __len__(self) -> int:
        """Count the lines."""
        return len(self.lines)

    def text(self, index: int) -> str:
        """Return the text of a line; empty beyond the end."""
        return self.lines[index].text if 0 <= index < len(self.lines) else ""

    def number(self, index: int) -> int:
        """Return the number that a line has on the page."""
        return self.lines[min(index, len(self.lines) - 1)].number

    def take(self, start: int, end: int | None = None) -> None:
        """Note that the lines from ``start`` to before ``end`` are understood."""
        self.taken.update(line.number for line in self.lines[start : start + 1 if end is None else end])

    def is_noise(self, index: int) -> bool:
        """Whether a line is a button or an icon."""
        text = self.text(index)
        return text.lower() in _NOISE or text in self.words.noise or bool(FOOTER.match(text))

    def is_icon(self, index: int) -> bool:
        """Whether a line is the word for an icon, which stands anywhere; other noise may be a name."""
        return _ICON.fullmatch(self.text(index)) is not None

    def is_footer(self, index: int) -> bool:
        """Whether a line is one of those below the last operation of a page."""
        return bool(FOOTER.match(self.text(index)))

    def flag(self, index: int) -> str:
        """Return the English name of a flag that stands alone; empty for anything else."""
        return "" if self.copied else self.words.flags.get(self.text(index), "")

    def flags_after(self, index: int) -> tuple[int, set[str]]:
        """Return how many lines from ``index`` on are flags of one field, and which flags they are."""
        flags: set[str] = set()
        start = index
        kind = self.type(start - 1) if start else None
        parted = kind is not None and kind.is_choice  # below which an alternative stands, without a name
        while (flag := self.flag(index)) and flag not in flags and not (flag in _NEED and flags & _NEED):
            if flags & _NEED and not parted and self.type(index + 1) is not None and self.flag(index + 2):
                break  # the name of the next field
            if flag not in _NEED and not flags and self._names_a_row(index, start):
                break
            flags.add(flag)
            index += 1
        return index - start, flags

    def odd_types(self, index: int) -> bool:
        """Whether one type stands here, or an odd number of which each may be a name but the last.

        False where a choice is among several, behind which the type of an alternative may stand.
        """
        count = 0
        while (line := self.type(index + count)) is not None:
            count += 1
            if line.is_choice and count > 1:
                return False
            if line.is_special or line.is_choice:
                break
        return count % 2 == 1

    def _names_a_row(self, index: int, start: int) -> bool:
        """Whether a flag is a name: so it is where as many types follow as names and types by turns need."""
        above = self.type(start - 1)
        choice = above is not None and above.is_choice
        return not choice and self.odd_types(index + 1)

    def is_piece(self, text: str) -> bool:
        """Whether a text that stands among words is a piece of a field instead, which lost what stood beside it."""
        if self.pieced:
            line = self.type_of(text)
            if line is not None:
                return line.base not in _ENDINGS or line.is_special
            return text.islower() and self.words.flags.get(text) in _NEED and not self.copied
        if _ends_in_half_a_flag(text, self.words):
            return True
        named = name_and_type(text.split(" · ", maxsplit=1)[0], self.words) if " · " in text or self.bare else None
        if named is None:
            return False
        name, line = named
        if _ONE_WORD.match(name):
            return True
        ends_words = line.base in _ENDINGS and name[-1:].islower() and " · " not in text
        return self.bare and bool(name) and not name[-1].isspace() and not ends_words

    def is_badge(self, index: int) -> bool:
        """Whether a line is the badge that says "deprecated" of an operation."""
        return self.words.flags.get(self.text(index)) == "deprecated"

    def type(self, index: int) -> TypeLine | None:
        """Return the type that stands alone on a line; one with a flag glued to it does not."""
        return self.type_of(self.text(index))

    def type_of(self, text: str) -> TypeLine | None:
        """Return the type that a text is, with nothing glued to it."""
        line = parse_type(text, self.words)
        for ending in () if line is None else (line.detail, line.const or "", line.default or ""):
            for flags in self.words.flag_run.finditer(ending):
                rest = ending[flags.end() :]
                glued = flags.start() and ending[flags.start() - 1] != " "
                if glued and (not rest or rest.startswith(tail_markers(self.words))):
                    return None
        return line


def _dotted(text: str) -> str:
    """Put back the dots between the pieces of a type, where something made them wider or other dots."""
    if " ·" in text and "  ·" not in text and "·  " not in text:
        return text
    return _DOTS.sub(" · ", text) if _ODD_DOT.search(text) else text


def is_media(text: str) -> bool:
    """Whether ``text`` is a media type."""
    return bool(_MEDIA.match(text))


def status_of(text: str) -> str:
    """Return the status that ``text`` is, in lower case; empty for anything else."""
    match = _STATUS.match(text)
    return match[1].replace("DEFAULT", "default") if match else ""


def tail_markers(words: Words) -> tuple[str, ...]:
    """Return what stands before a default, an example, a pattern, a sunset and the values of an enum."""
    return (*_TAIL, *words.values)


def field_on_a_line(text: str, words: Words) -> Shown | None:
    """Read a field whose name, type and flags are run together: ``emailstring · emailRequiredExample: a@b.test``.

    The first run of flags after which there is nothing, or a default, an example and so on, ends the head; in it the
    earliest place where a whole type begins ends the name.
    """
    markers = tail_markers(words)
    for flags in words.flag_run.finditer(text, 0, _LONGEST_HEAD * 2):
        tail = text[flags.end() :]
        if tail and not tail.startswith(markers):
            continue
        run = _split_flags(flags[0], words)
        for first in range(len(run)):  # a constant may be such a word itself
            start = flags.start() + sum(len(word) for word, _ in run[:first])
            found = _name_and_type(text[:start], words)
            if found is not None and not found[1].goes_on(markers, run[first][0]):
                return Shown(found[0], found[1], frozenset({flag for _, flag in run[first:]} | found[2]), tail)
    return None


def unflagged_on_a_line(text: str, words: Words, keys: frozenset[str] = frozenset()) -> Shown | None:
    """Read a field on one line that has no flag, as those that are optional had none once.

    Nothing but the type ends such a name, so it is one word, and the type none that ends some; or it is among ``keys``.
    """
    cuts = [text.find(marker) for marker in tail_markers(words) if marker in text]
    head = text[: min(cuts)] if cuts else text
    found = _name_and_type(head, words)
    if found is None or not found[0]:
        return None
    may_end = found[1].base in _ENDINGS and not found[1].is_special
    if found[0] not in _NAMES_OF_WORDS | keys and (may_end or not _ONE_WORD.match(found[0])):
        return None
    return Shown(found[0], found[1], frozenset(found[2]), text[len(head) :])


def _ends_in_half_a_flag(text: str, words: Words) -> bool:
    """Whether a line of one word is a name, a type and no more than the beginning of a flag."""
    for flag, kind in words.flags.items() if " " not in text else ():
        start = text.find(flag[:_HALF]) if kind in _NEED and len(flag) > _HALF else -1
        if start > 0 and not text.startswith(flag, start):
            named = _name_and_type(text[:start], words)
            if named is not None and named[0] and named[1].base not in _ENDINGS:
                return True
    return False


def name_and_type(head: str, words: Words) -> tuple[str, TypeLine] | None:
    """Cut a name from the type that follows it; None where no type ends the text."""
    return None if (found := _name_and_type(head, words)) is None else found[:2]


def _name_and_type(head: str, words: Words) -> tuple[str, TypeLine, set[str]] | None:
    for start in starts_of_type(head) if len(head) <= _LONGEST_HEAD else ():
        line = parse_type(head[start:], words)
        if line is not None:
            name = head[:start]
            for word, flag in words.flags.items():
                if flag == "discriminator" and name.endswith(word) and len(name) > len(word):
                    return name.removesuffix(word), line, {flag}
            return name, line, set()
    return None


def _split_flags(run: str, words: Words) -> list[tuple[str, str]]:
    """Take a run of flags apart, the longest first: each word with its English name."""
    found: list[tuple[str, str]] = []
    known = sorted(words.flags, key=len, reverse=True)
    while run:
        word = next(word for word in known if run.startswith(word))
        found.append((word, words.flags[word]))
        run = run.removeprefix(word)
    return found
