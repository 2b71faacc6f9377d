"""What the samples of a saved text say once more of an answer, and what that tells of the answer itself.

A menu of several media types is a button, which some captures drop: then nothing parts the description of an answer
from that of its schema, nor members from headers.  The status above the sample has the first alone behind it.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import Final

from truespec.documentation.rendered.sample_values import first_object
from truespec.documentation.text.samples import Samples
from truespec.documentation.text.text_answers import Answer
from truespec.documentation.text.text_lines import TextLines

__all__ = ["Retold"]

_HEADER: Final = re.compile(r"(?:[A-Z][A-Za-z0-9]*-)+[A-Z][A-Za-z0-9]*\Z")


@dataclasses.dataclass(frozen=True, slots=True)
class Retold:
    """An answer beside what the samples say of it."""

    lines: TextLines
    answer: Answer
    samples: Samples

    @property
    def has_content(self) -> bool:
        """Whether the samples show this answer, and do not say that it has no content."""
        status = self.answer.status
        return status in self.samples.statuses and status not in self.samples.contentless

    def description(self) -> list[tuple[int, str]]:
        """Return the lines that describe the answer; those of its schema may stand behind them."""
        words = self.answer.words
        if not self.lines.unbuttoned or self.answer.media is not None or not self.has_content:
            return words
        again = self._again()
        return words[:again] if again else words

    def leave_headers(self, sample: object) -> None:
        """Leave what looks like headers, and all below an answer without content, where their heading was not saved."""
        if not self.lines.unbuttoned:
            return
        answer = self.answer
        members = first_object(sample) or {}
        empty = answer.stated and answer.media is None and not self.has_content
        names = [field.name for field in answer.fields]
        headers = list(itertools.takewhile(lambda name: empty or (_HEADER.match(name) and name not in members), names))
        self.lines.taken.difference_update(field.line for field in answer.fields[: len(headers)])
        del answer.fields[: len(headers)]

    def _again(self) -> int:
        """Return how many lines of the description stand behind the status above the sample too."""
        number, _ = self.samples.statuses[self.answer.status]
        behind = next(index for index, line in enumerate(self.lines.lines) if line.number == number) + 1
        said = [text for _, text in self.answer.words]
        same = 0
        while same < len(said) and said[same] == self.lines.text(behind + same):
            same += 1
        return same
