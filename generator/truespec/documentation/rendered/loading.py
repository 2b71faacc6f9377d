"""Tells a page that was saved before all of it was there, by what stands where something was still to come."""

from __future__ import annotations

import re
from typing import Final

from truespec.documentation.facts.capture import equal
from truespec.documentation.facts.surface import Evidence, Fact, Surface, Visibility

__all__ = ["is_waiting", "not_yet_there"]

_WAITS: Final = re.compile(
    r"(?:"
    r"loading(?: \w{1,12}){0,2}|please wait|(?:wird|werden) geladen|lädt|laden|lade\w*|bitte warten|cargando|espere|"
    r"por favor,? espere|chargement(?: en cours)?|veuillez patienter|a?carregando|aguarde|laster(?: inn)?|vent litt|"
    r"een ogenblik(?: geduld)?|読み込み中(?:です)?|お待ちください|加载中|正在加载|载入中|请稍候"
    r")(?:\s?\.\s?\.\s?\.|\s?…|。。。)\Z",
    re.IGNORECASE,
)
"""Words with the dots that go on: alone, any of them may be a name."""


def is_waiting(text: str) -> bool:
    """Whether a line, without blanks around it, stands for what is still to come."""
    return len(text) < 40 and _WAITS.match(text) is not None


def not_yet_there(before: Surface, surface: Surface) -> str:
    """Name what a page shows no longer, or otherwise, that waited for something when it was saved; else empty."""
    if not surface.waiting:
        return ""
    here = {_key(fact): fact.value for fact in surface.facts if _is_shown(fact)}
    for fact in before.facts:
        if _is_shown(fact) and not (_key(fact) in here and equal(fact.attribute, fact.value, here[_key(fact)])):
            return f"{fact.operation} {fact.place}".strip()
    return ""


def _is_shown(fact: Fact) -> bool:
    """Whether a page shows something itself: what only a better capture showed has no line."""
    return fact.visibility is Visibility.SHOWN and bool(fact.operation and fact.line) and fact.attribute != "example"


def _key(fact: Fact) -> tuple[str, str, str, Evidence]:
    return fact.operation, fact.place, fact.attribute, fact.evidence
