"""What a page says, as facts: values without sentences, each with its line, its visibility and its evidence."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import TypeAlias

__all__ = ["Evidence", "Fact", "Form", "Grade", "Leftover", "PageFacts", "Surface", "Value", "Visibility"]

Value: TypeAlias = "bool | int | float | str | tuple[Value, ...] | Mapping[str, Value] | None"


class Form(enum.Enum):
    """The kinds of page that are read, by how they were saved."""

    MD_OPENAPI = "md-openapi"
    """Markdown with whole OpenAPI fragments in its fences."""
    MD_SWAGGER = "md-swagger"
    """Markdown with swagger blocks, or with references to an OpenAPI file."""
    TEXT_GITBOOK = "text-gitbook"
    """The text of a rendered page: copied, taken by a script, or by a crawler."""
    HTML_GITBOOK = "html-gitbook"
    """The markup of a rendered page, with or without its inline payload."""
    OPENAPI = "openapi"
    """An OpenAPI or Swagger document that a vendor publishes."""
    UNKNOWN = "unknown"


class Grade(enum.Enum):
    """What a form can show: A all of it, B what was opened, C without nesting or flags, D no surface at all."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Visibility(enum.Enum):
    """Whether a page of this form shows a thing; only what was shown and is shown no longer is a removal."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    """Closed on the page, or dropped with its buttons."""
    LOST = "lost"
    """This form cannot show it."""
    CUT = "cut"
    """The page ends, or was shortened, before it."""


class Evidence(enum.Enum):
    """How a page says a thing; kinds are never mixed in one number."""

    STATED = "stated"
    SAMPLE = "sample"
    PROSE = "prose"
    PATH = "path"


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One thing a page says of one place.

    ``operation`` is ``"POST /x"``, the path as the page writes it without its server; empty for facts of the whole page
    (``attribute`` ``server``).

    ``place`` is empty for the operation itself, else a kind and names joined by dots: ``query.limit``,
    ``header.X-API-KEY``, ``path.id``, ``cookie.session``, ``auth.Authorization``, ``body`` (the root),
    ``body.address.city``, ``response.200``, ``response.200.items[].id``, ``response.200.header.X-Total``.
    ``[]`` leads to the items of an array, ``{}`` to the values of other properties, ``|1`` to the first alternative
    of "one of" or "any of"; the parts of "all of" are the place itself. A name with a dot, bracket, brace, bar, quote
    or blank in it is written as a JSON string, and so is a member of an answer's root that is named ``header``.

    ``attribute`` is one of ``type`` (``string``, ``integer``, ``object``, ``array``, ``any``, ``one of``, ``any of``,
    ``all of``, ``not``, or a tuple of types), ``format``, ``required``, ``nullable``, ``min``, ``max`` (of the value,
    its length or its items: pages do not say which), ``default``, ``example``, ``pattern``, ``enum`` (a tuple),
    ``const``, ``title``, ``deprecated``, ``readOnly``, ``writeOnly``, ``discriminator``, ``circular``, ``media``,
    ``scheme``, ``scopes``, and ``summary`` and ``description``, whose value is ``{"digest", "words", "codes"}``:
    twelve hexadecimal digits of the normalised text, its number of words, and the numbers and code words in it.
    ``media`` is the media type that is described, ``otherMedia`` a tuple of those that are only named.
    Every operation and every response of a status has the attribute ``present`` with the value true. An operation whose
    ``present`` has the evidence ``SAMPLE`` is known from a request alone: its path may begin with that of the server.
    ``properties`` is never shown: it says of a place that there may be members below it that the page does not show.
    ``unplaced`` is ``LOST`` and has names: of rows below a body or an answer of which the page does not tell where.

    Any other value that is not ``SHOWN`` is None; only an ``enum`` that is ``LOST`` may have a text: all its values run
    together, as the page shows them. ``line`` counts from one.
    """

    operation: str
    place: str
    attribute: str
    value: Value
    line: int
    visibility: Visibility = Visibility.SHOWN
    evidence: Evidence = Evidence.STATED


@dataclasses.dataclass(frozen=True, slots=True)
class Leftover:
    """A line nobody understood; ``digest`` stands for its text, which is the vendor's."""

    line: int
    digest: str


@dataclasses.dataclass(frozen=True, slots=True)
class PageFacts:
    """What is known of the page itself.

    ``language`` is a code (``en``, ``pt-br``) or empty; ``printer`` a range of dates of the renderer
    (``2025-08..2026-01``) or empty; ``reasons`` say in words why the form and the grade; ``sha256`` is that of the
    page's bytes.
    ``lines`` counts lines that are not blank, ``understood`` those of them that some rule took.
    """

    form: Form
    grade: Grade
    language: str = ""
    printer: str = ""
    reasons: tuple[str, ...] = ()
    sha256: str = ""
    lines: int = 0
    understood: int = 0
    whole: bool = True
    """False for a page that ends in the middle: what it does not show may still be there."""
    footer: bool = False
    """Whether the page has the end that such pages have: the lines that are printed below the last operation, the last
    bracket or end of line of a document; not every form keeps them."""
    titled: bool = False
    """Whether a title stands above the first operation, where it is told from other headings."""
    top: str = ""
    """A digest of the first line that is not blank, of a form that begins with the title of the page."""
    bottom: str = ""
    """Short digests of the last lines that are not blank, of a page that could end with any line."""


@dataclasses.dataclass(frozen=True, slots=True)
class Surface:
    """A page as read: in the order of the page."""

    page: PageFacts
    facts: tuple[Fact, ...]
    not_understood: tuple[Leftover, ...] = ()
    named: frozenset[str] = frozenset()
    """Digests of headings and of entries of an outline that stand outside of operations; no lock keeps them."""
    waiting: bool = False
    """Whether words within an operation say that something was still to come; no lock keeps that."""
