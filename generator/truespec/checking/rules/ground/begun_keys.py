"""What keys begin with: a server may refuse one that does not begin as its keys do (`mem_...`), as no key at all."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from typing import Final

from truespec.checking.rules.ground.world import World
from truespec.checking.strangers import far_out
from truespec.contract.schema import Schema

__all__ = ["begun_keys", "plain_keys"]

_KEY: Final = re.compile(r"(?P<begin>[A-Za-z]{1,10}[_-])(?P<rest>[A-Za-z0-9]{4,})")
_PATTERN: Final = re.compile(r"(?:\^|\\A)(?P<begin>[A-Za-z]{1,10}[_-])")
_SIZES: Final = (12, 24, 32, 10, 16, 20, 8, 26)
_FEW_DIGITS: Final = 12
"""Of so many digits a number is nobody's, too."""


def begun_keys(world: World, forms: Sequence[Schema]) -> Iterator[str]:
    """Yield keys made up at random that begin as all keys do which the run was given, or as a pattern has it."""
    ours = (_KEY.fullmatch(key) for key in world.made if isinstance(key, str))
    known = {found["begin"]: found["rest"] for found in ours if found is not None}
    if len(known) == 1:
        ((begin, rest),) = known.items()
        number = str(world.random.randrange(10 ** (_FEW_DIGITS - 1), 10**_FEW_DIGITS))
        yield begin + (number if rest.isdecimal() else _digits(world, len(rest)))
    patterns = (world.maker.shape(form).constraints.get("pattern") for form in forms)
    for pattern in patterns:
        named = _PATTERN.match(pattern) if isinstance(pattern, str) else None
        if named is not None:
            yield from (named["begin"] + _digits(world, size) for size in _SIZES)


def plain_keys(world: World, usual: str) -> Iterator[str]:
    """Yield keys of no kind: a random one as it is ``usual``, and in other spellings; a number far out at last."""
    yield usual
    yield f"{world.random.getrandbits(96):024x}"
    yield uuid.UUID(usual).hex
    yield str(far_out(world.random))


def _digits(world: World, size: int) -> str:
    return f"{world.random.getrandbits(4 * size):0{size}x}"
