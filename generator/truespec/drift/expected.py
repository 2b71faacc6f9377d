"""What the spec says at each place that a page can name: the contract read in the words of a surface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from truespec.contract.api import Api
from truespec.contract.operation import Answer, Header, MediaType, Operation
from truespec.contract.provenance import why_at_all, why_of, whys
from truespec.contract.schema import Property, Schema
from truespec.contract.security import SecurityScheme
from truespec.diagnostics import Location
from truespec.documentation.facts import places, steps
from truespec.drift.description import Described, Said, describe
from truespec.drift.uses import Homes, Spot, all_schemas, spot_of

__all__ = ["Element", "Expected", "credential"]

_DEEPEST: Final = 64


@dataclass(frozen=True, slots=True)
class Element:
    """One place of the spec.

    ``said`` is what the spec says of it, ``location`` where it stands, ``described`` its schema where it has one.
    ``assumed`` is the reason where the very place is assumed.  ``doubts`` are reasons by the word of the assumption.
    ``owner`` is the object that declares it, for the edit of a list of required members.
    """

    place: str
    location: Location
    said: Mapping[str, Said] = field(default_factory=dict[str, Said])
    described: Described | None = None
    assumed: str = ""
    doubts: Mapping[str, str] = field(default_factory=dict[str, str])
    owner: Location | None = None


_Place = tuple[str, str]
_Object: TypeAlias = tuple[str, Element]
"""An operation, and one of its places that has members."""


class Expected:
    """The places of one contract, worked out as they are asked for."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.operations = {operation.label: operation for operation in api.operations}
        self._roots: dict[str, dict[str, Element]] = {}
        self._below: dict[tuple[str, str], dict[str, Element]] = {}
        self._homes: Homes | None = None
        self._uses: dict[str, int] | None = None
        self._objects: tuple[_Object, ...] | None = None

    def roots(self, operation: str) -> Mapping[str, Element]:
        """Return the parameters, credentials, body, answers and headers of an operation, by place."""
        if operation not in self._roots:
            found = self.operations[operation]
            self._roots[operation] = {element.place: element for element in _roots(self.api, found)}
        return self._roots[operation]

    def below(self, operation: str, element: Element) -> Mapping[str, Element]:
        """Return what stands directly below a place: members, items, alternatives."""
        key = (operation, element.place)
        if key not in self._below:
            deep = len(steps.segments(element.place)) > _DEEPEST
            inner = () if element.described is None or deep else _inner(self.api, element, element.described)
            self._below[key] = {one.place: one for one in inner}
        return self._below[key]

    def find(self, operation: str, place: str, *, sampled: bool = False) -> Element | None:
        """Return a place of an operation of the spec, None where it has none of this name.

        A page may list a credential among the headers, and a header among the credentials.  A place of a sample does
        not say of which alternative it is.
        """
        if operation not in self.operations:
            return None
        roots = self.roots(operation)
        if not place:
            return roots[""]
        way = steps.segments(place)
        for count in range(len(way), 0, -1):
            start = "".join(way[:count])
            element = roots.get(start) or roots.get(_other_name(start) or start)
            if element is not None:
                return self._follow(operation, element, way[count:], sampled=sampled)
        return None

    def _follow(self, operation: str, element: Element, way: tuple[str, ...], *, sampled: bool) -> Element | None:
        if not way:
            return element
        below = self.below(operation, element)
        following = below.get(element.place + way[0])
        if following is not None:
            return self._follow(operation, following, way[1:], sampled=sampled)
        several = [one for place, one in below.items() if place.startswith(f"{element.place}|")] if sampled else []
        found = (self._follow(operation, one, way, sampled=sampled) for one in several)
        return next((one for one in found if one is not None), None)

    def everywhere(self, owner: Location) -> tuple[_Place, ...]:
        """Return operation and place of each body, answer or member that has the members of the schema at ``owner``.

        An alias of YAML has the very members of what it stands for, though not its place.
        """
        if self._homes is None:
            self._homes = self._with_members()
        by_owner, by_spots = self._homes
        spots, found = by_owner.get(owner, (frozenset[Spot](), ()))
        return tuple(dict.fromkeys((*found, *by_spots.get(spots, ()))))

    def _with_members(self) -> Homes:
        homes: Homes = ({}, {})
        for label, one in self.objects():
            declared: dict[Location, set[Spot]] = {}
            for member, at in _members(one):
                declared.setdefault(at.location, set()).add(spot_of(member))
            for home, spots in declared.items():
                homes[0].setdefault(home, (frozenset(spots), []))[1].append((label, one.place))
                homes[1].setdefault(frozenset(spots), []).append((label, one.place))
        return homes

    def is_shared(self, described: Described) -> bool:
        """Whether one of the schemas that a place refers to is referred to by another place as well."""
        if self._uses is None:
            uses: dict[str, set[Location]] = {}
            for schema in all_schemas(self.api):
                if schema.reference:
                    uses.setdefault(schema.reference, set()).add(schema.location)
            self._uses = {name: len(places) for name, places in uses.items()}
        return any(self._uses.get(name, 0) > 1 for name in described.through)

    def objects(self) -> tuple[_Object, ...]:
        """Return operation and element of each body, answer or member that has members."""
        if self._objects is None:
            self._objects = tuple(
                (label, one)
                for label in self.operations
                for element in self.roots(label).values()
                for one in (element, *self._near(label, element))
                if _members(one)
            )
        return self._objects

    def _near(self, label: str, element: Element, depth: int = 3) -> Iterator[Element]:
        """Yield what is below a place, as far as no schema comes twice and no alternative is chosen."""
        seen = {element.described.base.location} if element.described is not None else set[Location]()
        waiting = [(one, depth, seen) for one in self.below(label, element).values()]
        while waiting:
            inner, left, above = waiting.pop(0)
            home = None if inner.described is None or not inner.described.members else inner.described.base.location
            if home in above or "|" in inner.place:
                continue
            yield inner
            if left:
                beneath = above if home is None else above | {home}
                waiting += [(one, left - 1, beneath) for one in self.below(label, inner).values()]


def _members(element: Element) -> tuple[tuple[Property, Schema], ...]:
    return () if element.described is None else element.described.members


def _other_name(place: str) -> str:
    kind, _, rest = place.partition(".")
    if kind in {"header", "query", "cookie"}:
        return f"auth.{rest}"
    return f"header.{rest}" if kind == "auth" else ""


def _roots(api: Api, operation: Operation) -> Iterator[Element]:
    said = {"deprecated": Said(True, operation.location)} if operation.deprecated else {}
    whole = why_at_all(operation.assumptions)
    yield Element("", operation.location, said, None, whole, whys(operation.assumptions))
    for parameter in operation.parameters:
        place = places.under(parameter.place, parameter.wire)
        reason = whole or why_at_all(parameter.assumptions)
        described = describe(api, parameter.schema, reason)
        doubts = {**described.doubts, **whys(parameter.assumptions)}
        own = {"required": Said(parameter.required, parameter.location, reason or doubts.get("required", ""))}
        if parameter.deprecated:
            own["deprecated"] = Said(True, parameter.location, reason or doubts.get("deprecated", ""))
        yield Element(place, parameter.location, {**described.said, **own}, described, reason, doubts)
    yield from _credentials(api, operation)
    if operation.body is not None:
        reason = whole or why_at_all(operation.body.assumptions)
        doubts = whys(operation.body.assumptions)
        own = {"required": Said(operation.body.required, operation.body.location, reason or doubts.get("required", ""))}
        bare = Element("body", operation.body.location, own, None, reason, doubts)
        yield _content(api, bare, operation.body.content)
    for answer in operation.answers:
        yield from _answer(api, answer, whole)


def _credentials(api: Api, operation: Operation) -> Iterator[Element]:
    """Yield a place for each credential; each is required, by itself or where it is the one that is chosen.

    Several schemes may have one name, such as ``Authorization``; they are one place then, of several kinds.
    """
    named: dict[str, list[tuple[SecurityScheme, tuple[str, ...]]]] = {}
    for needs in operation.security:
        for need in needs:
            scheme = api.scheme(need.scheme)
            if scheme is not None:
                named.setdefault(credential(scheme)[0], []).append((scheme, need.scopes))
    for name, schemes in named.items():
        first = schemes[0][0]
        reason = why_at_all(first.assumptions)
        kinds = tuple(dict.fromkeys(credential(scheme)[1] for scheme, _ in schemes))
        scopes = tuple(dict.fromkeys(scope for _, wanted in schemes for scope in wanted))
        said = {
            "scheme": Said(kinds[0] if len(kinds) == 1 else kinds, first.location, reason),
            "required": Said(True, first.location, reason),
        }
        if scopes:
            said["scopes"] = Said(scopes, operation.location, reason)
        if name == first.parameter:
            said["type"] = Said("string", first.location, reason)
        yield Element(places.under("auth", name), first.location, said, None, reason)


def credential(scheme: SecurityScheme) -> tuple[str, str]:
    """Return what a page calls a credential, and its word for the scheme."""
    if scheme.kind == "api-key":
        return scheme.parameter, f"apiKey in {scheme.place}"
    if scheme.kind in {"bearer", "basic"}:
        return scheme.parameter, scheme.kind
    named = {
        "oauth2": ("OAuth2", "oauth2"),
        "openid": ("OpenID Connect", "openIdConnect"),
        "mutual-tls": ("HTTP", "mutualtls"),
    }
    return named.get(scheme.kind, ("HTTP", scheme.http_scheme.lower()))


def _answer(api: Api, answer: Answer, whole: str) -> Iterator[Element]:
    place = places.under("response", answer.status)
    reason = whole or why_at_all(answer.assumptions)
    bare = Element(place, answer.location, assumed=reason, doubts=whys(answer.assumptions))
    yield _content(api, bare, answer.content)
    for header in answer.headers:
        yield _header(api, f"{place}.header", header, reason)


def _header(api: Api, place: str, header: Header, reason: str) -> Element:
    reason = reason or why_at_all(header.assumptions)
    described = None if header.schema is None else describe(api, header.schema, reason)
    said = {} if described is None else dict(described.said)
    doubts = {**({} if described is None else described.doubts), **whys(header.assumptions)}
    if header.required:
        said["required"] = Said(True, header.location, reason or doubts.get("required", ""))
    return Element(places.under(place, header.wire), header.location, said, described, reason, doubts)


def _content(api: Api, bare: Element, content: tuple[MediaType, ...]) -> Element:
    """Return the place of a body: what its first media type describes, and which media types there are."""
    if not content:
        return bare
    media = content[0]
    around = bare.assumed or why_at_all(media.assumptions) or bare.doubts.get("content", "")
    said = {**bare.said, "media": Said(tuple(one.name for one in content), media.location, around)}
    doubts = {**bare.doubts, **whys(media.assumptions)}
    if media.described is None:
        return replace(bare, said=said, doubts=doubts)
    described = describe(api, media.described, around or doubts.get("schema", ""))
    return replace(bare, said={**described.said, **said}, described=described, doubts={**described.doubts, **doubts})


def _inner(api: Api, element: Element, described: Described) -> Iterator[Element]:
    around = element.assumed or described.doubts.get("", "") or element.doubts.get("schema", "")
    for member, owner in described.members:
        reason = around or why_at_all(member.assumptions)
        inner = describe(api, member.schema, reason)
        doubts = {**inner.doubts, **whys(member.assumptions)}
        demanded = reason or why_of(owner.assumptions, "required") or doubts.get("required", "")
        required = member.required or member.wire in described.demanded
        said = {**inner.said, "required": Said(required, member.location, demanded)}
        place = places.member(element.place, member.wire)
        yield Element(place, member.location, said, inner, reason, doubts, owner.location)
    for step, schema in _nameless(described):
        inner = describe(api, schema, around)
        yield Element(f"{element.place}{step}", schema.location, inner.said, inner, around, inner.doubts)


def _nameless(described: Described) -> Iterator[tuple[str, Schema]]:
    if described.items is not None:
        yield "[]", described.items
    if described.additional is not None and not described.additional.never:
        yield "{}", described.additional
    for number, schema in enumerate(described.alternatives, 1):
        yield f"|{number}", schema
