"""The verbs of the command line, each imported when it is asked for: the start of every command is on the clock."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final, cast

import typer
from typer.core import TyperCommand, TyperGroup

from truespec.cli.reading import reads_documents

__all__ = ["SETTINGS", "VERBS", "Verbs"]

SETTINGS: Final[dict[str, Any]] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}
"""What holds for the program and for each of its verbs."""


@dataclass(frozen=True, slots=True)
class _Verb:
    """The function that a verb calls, in a module of this room, and whether it reads documents and has limits."""

    module: str
    function: str
    reads: bool = True

    def command(self, name: str) -> TyperCommand:
        """Import the function and return the command that is made from its signature."""
        function: Callable[..., None] = getattr(import_module(f"truespec.cli.{self.module}"), self.function)
        alone = typer.Typer(**SETTINGS)
        alone.command(name)(reads_documents(function) if self.reads else function)
        return cast("TyperCommand", typer.main.get_command(alone))  # of one function, so no group


VERBS: Final = {
    "list": _Verb("list", "list_apis"),
    "read": _Verb("read", "read_page", reads=False),
    "lint": _Verb("lint", "lint"),
    "drift": _Verb("drift", "drift"),
    "generate": _Verb("generate", "generate"),
    "mock": _Verb("mock", "mock"),
    "test": _Verb("test", "check_server"),
    "publish": _Verb("publish", "publish"),
}
"""The verbs by name, in the order of the help."""


class _Commands(UserDict[str, Any]):
    """Commands by name; one that nobody looks at is never made."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(VERBS))

    def __getitem__(self, name: str) -> TyperCommand:
        if self.data[name] is None:
            self.data[name] = VERBS[name].command(name)
        return cast("TyperCommand", self.data[name])


class Verbs(TyperGroup):
    """The group of all verbs."""

    def __init__(self, **given: Any) -> None:
        """Take what typer gives a group."""
        super().__init__(**given)
        self.commands = _Commands()
