"""What the edits of a drift come to in the text of the files of a spec: old lines, new lines, and where they stand."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from truespec.drift.change import Action, Change, Edit, Suggestion
from truespec.specification.alteration import removed, renamed, replaced, without_element
from truespec.specification.amendment import Addition, AmendmentError, amended
from truespec.specification.amendments import amended_all
from truespec.specification.legacy import in_words_of
from truespec.specification.pointer import parse

__all__ = ["Suggesting", "edited", "edited_all", "read_text"]

_VERSION: Final = re.compile(r"""^[{\s]*["']?openapi["']?\s*:\s*["']?(\d+\.\d+)""", re.MULTILINE)
_NULL: Final = {"type": "null"}


def read_text(path: Path) -> str:
    """Return the text of a file with the line ends it has."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def edited(text: str, edit: Edit) -> str:
    """Return a text with one edit, in the words of the version of OpenAPI that it is in.

    Raises:
        AmendmentError: The edit cannot be made in this text.
        ValueError: The place of the edit is none.
    """
    version = _version(text)
    steps = (*parse(edit.location.pointer), *edit.steps)
    value = in_words_of(version, edit.value)
    if _is_of_types(edit, version):
        return _legacy(text, edit, steps)
    match edit.action:
        case Action.ADD:
            return amended(text, Addition(steps, edit.key, value, edit.after))
        case Action.SET:
            return replaced(text, (*steps, edit.key), value)
        case Action.REMOVE if edit.key:
            return removed(text, (*steps, edit.key))
        case Action.REMOVE:
            return without_element(text, steps, value)
        case Action.RENAME:
            return renamed(text, steps, edit.key, str(value))


def edited_all(text: str, edits: Sequence[Edit]) -> tuple[str, tuple[Exception | None, ...]]:
    """Return a text with all edits that can be made, in their order, and for each why it cannot, or None."""
    failed: list[Exception | None] = []
    version = _version(text)
    for added, some in itertools.groupby(edits, lambda edit: _is_addition(edit, version)):
        if added:
            steps = [
                Addition(
                    (*parse(one.location.pointer), *one.steps), one.key, in_words_of(version, one.value), one.after
                )
                for one in some
            ]
            text, reasons = amended_all(text, steps)
            failed.extend(reasons)
            continue
        for one in some:
            try:
                text = edited(text, one)
                failed.append(None)
            except (AmendmentError, ValueError) as error:
                failed.append(error)
    return text, tuple(failed)


def _version(text: str) -> str:
    found = _VERSION.search(text)
    return "" if found is None else found[1]


def _is_of_types(edit: Edit, version: str) -> bool:
    """Whether an edit is about types in a document that has no null among them."""
    return version == "3.0" and (edit.key == "type" or edit.value == _NULL)


def _is_addition(edit: Edit, version: str) -> bool:
    if edit.action is not Action.ADD or _is_of_types(edit, version):
        return False
    try:
        parse(edit.location.pointer)
    except ValueError:
        return False
    return True


def _legacy(text: str, edit: Edit, steps: tuple[str, ...]) -> str:
    """Make an edit of a type, or of the alternative null, in a document that has ``nullable`` for it."""
    if edit.value == _NULL:
        nullable = (*steps[:-1], "nullable")
        return removed(text, nullable) if edit.action is Action.REMOVE else replaced(text, nullable, value=True)
    if edit.action is Action.REMOVE:
        return removed(text, (*steps, "type"))
    kinds: list[Any] = edit.value if isinstance(edit.value, list) else [edit.value]
    plain = [kind for kind in kinds if kind != "null"]
    if len(plain) != 1:
        raise AmendmentError("OpenAPI 3.0 has one type at a place")
    nullable = (*steps, "nullable")
    text = replaced(text, nullable, value=True) if "null" in kinds else removed(text, nullable)
    return replaced(text, (*steps, "type"), plain[0])


class Suggesting:
    """Writes the edits of changes as lines of files, each file read once."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def __call__(self, change: Change) -> tuple[Suggestion, ...]:
        """Return what the edits of a change come to; nothing for one that cannot be made in the text."""
        by_file: dict[str, list[Edit]] = {}
        for edit in change.edits:
            by_file.setdefault(edit.location.file, []).append(edit)
        texts = dict(self._edited(by_file))
        applies = all(edit.safe for edit in change.edits)
        caution = next((edit.caution for edit in change.edits if edit.caution), "")
        return tuple(
            Suggestion(file, *hunk, applies, caution)
            for file, made in texts.items()
            for hunk in _hunks(self._text(file), made)
        )

    def _edited(self, by_file: Mapping[str, Sequence[Edit]]) -> Iterator[tuple[str, str]]:
        """Yield each file that can be read and that some edit changes, with its text after that."""
        for file, edits in by_file.items():
            try:
                text, failed = edited_all(self._text(file), edits)
            except (OSError, ValueError):
                continue
            if None in failed:
                yield file, text

    def _text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = read_text(Path(file))
        return self._texts[file]


_Hunk = tuple[int, int, tuple[str, ...], tuple[str, ...]]


def _hunks(old: str, new: str) -> Iterator[_Hunk]:
    """Yield line, column, old and new lines of each place where two texts differ."""
    start = _shared(old, new)
    start = old.rfind("\n", 0, start) + 1
    rest = min(len(old), len(new)) - start
    end = min(_shared(old[::-1], new[::-1]), rest)
    stop = old.find("\n", len(old) - end)
    end = 0 if stop < 0 else len(old) - stop - 1
    before, after = old[start : len(old) - end].splitlines(), new[start : len(new) - end].splitlines()
    first = old.count("\n", 0, start) + 1
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, at, to, come, till in matcher.get_opcodes():
        if tag != "equal":
            gone, put = tuple(before[at:to]), tuple(after[come:till])
            yield first + at, _column(gone, put), gone, put


def _column(old: tuple[str, ...], new: tuple[str, ...]) -> int:
    """Return where the first line of a difference begins to differ, or its text where lines only come or only go."""
    line = (new or old)[0]
    return _shared(old[0], new[0]) + 1 if old and new else len(line) - len(line.lstrip()) + 1


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
