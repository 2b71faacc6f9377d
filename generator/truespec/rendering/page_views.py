"""What the templates of the pages that people read print: the README, the changelog and the reference of a client."""

from __future__ import annotations

from dataclasses import dataclass

from truespec.rendering.code import Code

__all__ = [
    "ChangelogView",
    "DayOfChanges",
    "ReadmeBlock",
    "ReadmeView",
    "ReferenceEntry",
    "ReferenceSection",
    "ReferenceView",
]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReferenceEntry:
    """One operation in the documents: the call as code, the rest as Markdown."""

    call: Code
    returns: Code
    wire: Code
    summary: Code
    statuses: tuple[Code, ...]
    assumptions: tuple[Code, ...]
    imports: tuple[Code, ...]
    example: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReferenceSection:
    """One resource in the documents."""

    title: Code
    entries: tuple[ReferenceEntry, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReferenceView:
    """``reference.md``."""

    title: Code
    client: Code
    variable: Code
    package: Code
    sections: tuple[ReferenceSection, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReadmeBlock:
    """A block of code in the README: imports (may be empty), then lines."""

    imports: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DayOfChanges:
    """A day of the changelog with what was seen to have changed on it."""

    date: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ChangelogView:
    """``CHANGELOG.md``."""

    version: Code
    days: tuple[DayOfChanges, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ReadmeView:
    """``README.md``; a block is ``None`` where the API has nothing to show in it."""

    title: Code
    about: tuple[Code, ...]
    distribution: Code
    package: Code
    client: Code
    variable: Code
    version: Code
    constructor: Code
    credentials: tuple[Code, ...]
    alternatives: Code
    servers: tuple[Code, ...]
    own_servers: tuple[Code, ...]
    quickstart: ReadmeBlock
    pages: ReadmeBlock | None
    streams: ReadmeBlock | None
    errors: ReadmeBlock
    options: ReadmeBlock | None
    header: Code
    asynchronous: ReadmeBlock | None
    testing: ReadmeBlock | None
    sections: tuple[ReferenceSection, ...]
