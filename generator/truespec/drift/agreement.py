"""When a spec says what a page says: facts that a contract can hold, what silence says, samples that fit."""

from __future__ import annotations

from typing import Final

from truespec.documentation.facts.capture import equal
from truespec.documentation.facts.surface import Fact, Value

__all__ = ["agrees", "fits", "is_beside", "is_unsaid"]

_TEXTS: Final = frozenset(
    {"example", "title", "summary", "description", "present", "otherMedia", "circular", "server", "properties"}
)
_FLAGS: Final = frozenset({"required", "nullable", "deprecated", "readOnly", "writeOnly"})
_LOOSE: Final = (frozenset({"integer", "number"}),)


def is_beside(fact: Fact) -> bool:
    """Whether a fact is none that a contract could say: a text, or the flow by which a token is had."""
    return fact.attribute in _TEXTS or (fact.attribute == "type" and fact.place == "auth.OAuth2")


def is_unsaid(fact: Fact) -> bool:
    """Whether a page says with a fact what a spec says by silence."""
    if fact.attribute in _FLAGS:
        return fact.value is False
    return (fact.attribute == "type" and fact.value == "any") or (fact.attribute == "min" and fact.value == 0)


def agrees(fact: Fact, said: Value) -> bool:
    """Whether the spec says the same; of media types, scopes and schemes it may have more."""
    if fact.attribute in {"media", "scopes", "scheme"}:
        ours = said if isinstance(said, tuple) else (said,)
        theirs = fact.value if isinstance(fact.value, tuple) else (fact.value,)
        return set(map(str, theirs)) <= set(map(str, ours))
    return equal(fact.attribute, fact.value, said)


def fits(sample: Value, said: Value, *, nullable: bool) -> bool:
    """Whether a value of a sample may stand where the spec says a type; a number may be meant as either kind."""
    kinds = set(said if isinstance(said, tuple) else (said,))
    if not isinstance(sample, str) or kinds & {"any", "one of", "any of", "not", sample}:
        return True
    return (sample == "null" and nullable) or any(sample in loose and kinds & loose for loose in _LOOSE)
