"""Makes the texts of samples: one for each format, pattern and length a schema may ask for."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from typing import Final

from truespec.contract.schema import Json
from truespec.mock.patterns import UnsupportedPatternError, matching_text
from truespec.mock.shapes import Shape

__all__ = ["new_uuid", "sample_text"]

_WORDS: Final = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbour", "iris", "juniper")


def new_uuid(source: random.Random) -> str:
    """Return a random (version 4) UUID drawn from a seeded source."""
    return str(uuid.UUID(int=source.getrandbits(128), version=4))


def _word(source: random.Random) -> str:
    return source.choice(_WORDS)


def _date(source: random.Random) -> str:
    return f"2025-{source.randint(1, 12):02}-{source.randint(1, 28):02}"


def _time(source: random.Random) -> str:
    return f"{source.randint(0, 23):02}:{source.randint(0, 59):02}:{source.randint(0, 59):02}Z"


_FORMATS: Final[Mapping[str, Callable[[random.Random], str]]] = {
    "byte": lambda _: "c2FtcGxl",
    "date": _date,
    "date-time": lambda source: f"{_date(source)}T{_time(source)}",
    "duration": lambda source: f"PT{source.randint(1, 59)}M",
    "email": lambda source: f"{_word(source)}@example.com",
    "hostname": lambda source: f"{_word(source)}.example.com",
    "idn-email": lambda source: f"{_word(source)}@example.com",
    "idn-hostname": lambda source: f"{_word(source)}.example.com",
    "ipv4": lambda source: f"192.0.2.{source.randint(1, 254)}",
    "ipv6": lambda source: f"2001:db8::{source.randint(1, 9999):x}",
    "iri": lambda source: f"https://example.com/{_word(source)}",
    "iri-reference": lambda source: f"/{_word(source)}",
    "json-pointer": lambda source: f"/{_word(source)}",
    "regex": lambda source: f"^{_word(source)}$",
    "relative-json-pointer": lambda source: f"0/{_word(source)}",
    "time": _time,
    "uri": lambda source: f"https://example.com/{_word(source)}",
    "uri-reference": lambda source: f"/{_word(source)}",
    "uri-template": lambda source: f"https://example.com/{_word(source)}/{{id}}",
    "url": lambda source: f"https://example.com/{_word(source)}",
    "uuid": new_uuid,
}


def sample_text(shape: Shape, source: random.Random, *, neutral: bool) -> str:
    """Return a text for a string schema: by its format, else by its pattern, else a word; empty when neutral.

    Format and pattern win over emptiness, lengths are kept where the format leaves room.
    """
    shortest, longest = _length(shape.constraints.get("minLength")) or 0, _length(shape.constraints.get("maxLength"))
    make = _FORMATS.get(shape.format)
    pattern = shape.constraints.get("pattern")
    if make is not None:
        return make(source)
    if isinstance(pattern, str):
        try:
            return matching_text(pattern, shortest, longest)
        except UnsupportedPatternError:
            pass  # a word is as good a guess as any; the caller validates
    text = "" if neutral else _word(source)
    return text.ljust(min(shortest, 100_000), "x")[:longest]


def _length(value: Json | None) -> int | None:
    return int(value) if isinstance(value, (int, float)) else None
