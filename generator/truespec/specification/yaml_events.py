"""libyaml's events of a YAML text, one by one: the only place that knows how PyYAML hands them out."""

from collections.abc import Callable
from typing import Any

import yaml

__all__ = ["event_reader"]


def event_reader(text: str) -> Callable[[], Any]:
    """Return a function that returns the next event at each call, and raises ``yaml.YAMLError`` at a syntax error.

    The C parser is asked for events only; nothing of a loader's construction of objects is ever used.
    """
    parser: Any = yaml.CSafeLoader(text)
    read: Callable[[], Any] = parser.get_event
    return read
