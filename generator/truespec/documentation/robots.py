"""What the robots.txt of a host asks of one reader, as RFC 9309 has it: stars, ends, and the longest rule counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

__all__ = ["EVERYTHING", "NOTHING", "Rules", "rules_of"]

_OURS: Final = {"allow": True, "disallow": False}
_LONGEST_DELAY: Final = 86_400.0
_MOST_RULES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules for one reader: patterns, each with whether it allows, and the seconds between two pages."""

    patterns: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allow(self, address: str) -> bool:
        """Whether an address may be asked for; of rules of one length the one that allows counts."""
        parts = urlsplit(address)
        path = unquote(parts.path or "/") + (f"?{unquote(parts.query)}" if parts.query else "")
        found = [(len(pattern), allowed) for pattern, allowed in self.patterns if _matches(pattern, path)]
        return max(found, default=(0, True))[1]


EVERYTHING: Final = Rules()
NOTHING: Final = Rules((("/", False),))


def rules_of(text: str, agent: str) -> Rules:
    """Read the rules for a reader that is called ``agent``; where no group names it, those for everybody."""
    name = agent.partition("/")[0].strip().lower()
    groups: dict[str, Rules] = {}
    named: list[str] = []
    ruled = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        key = key.lower()
        if key == "user-agent":
            named = [*([] if ruled else named), value.partition("/")[0].strip().lower()]
            ruled = False
            for one in named:
                groups.setdefault(one, Rules())
        elif key in _OURS or key == "crawl-delay":
            ruled = True
            for one in named:
                groups[one] = _with(groups[one], key, value)
    return groups.get(name, groups.get("*", EVERYTHING))


def _with(rules: Rules, key: str, value: str) -> Rules:
    if key == "crawl-delay":
        return Rules(rules.patterns, max(rules.delay, _seconds(value)))
    if not value or len(rules.patterns) >= _MOST_RULES:
        return rules
    return Rules((*rules.patterns, (unquote(value), _OURS[key])), rules.delay)


def _seconds(text: str) -> float:
    try:
        return max(0.0, min(float(text), _LONGEST_DELAY))
    except ValueError:
        return 0.0


def _matches(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says, ``*`` standing for anything and ``$`` for the end."""
    ends = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = others.pop() if ends and others else ""
    for piece in others:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not ends:
        return True
    return path.endswith(last) and len(path) - len(last) >= at if "*" in pattern else at == len(path)
