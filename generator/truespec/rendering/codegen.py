"""Datamodel-code-generator; this is the one file that knows it, in exactly one version.

It is given a group of definitions, made from the contract (our class names, plain shapes, no text of the spec but
literals), and its answer is taken apart again: each class must be one that was asked for, with the members asked for,
or we stop.
"""

from __future__ import annotations

import ast
import gc
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, cast

from truespec.contract.schema import Json
from truespec.rendering.code import Code, docstring, fragment, literal, member_docstring
from truespec.rendering.definitions import MENTIONED, Definitions, ModelsError
from truespec.rendering.verify import verify_module

__all__ = ["Group", "Written", "class_docstring", "generator_key", "mention", "mentions", "words_below", "write_group"]

_BASE: Final = "_runtime"
_TEMPLATES: Final = Path(__file__).parent / "templates" / "models"
_VERSION: Final = "0.89.0"
_FORM: Final = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Definitions that are written together; plain data, so that it can be sent to another process and be hashed.

    ``definitions`` are JSON Schemas by name; ``others`` those that they refer to and that are written elsewhere.
    ``members`` are, for each class of both, its members as ``(name, name on the wire)``, in order. ``words`` is the
    text of a definition under its name, and that of a member under ``name.member``.
    """

    definitions: Mapping[str, dict[str, Json]]
    others: Mapping[str, dict[str, Json]]
    members: Mapping[str, tuple[tuple[str, str], ...]]
    words: Mapping[str, str]

    @property
    def key(self) -> str:
        """A digest of all that the outcome depends on."""
        stated = [self.definitions, self.others, dict(sorted(self.members.items())), self.words]
        known = generator_key()
        return hashlib.sha256(f"{known}{json.dumps(stated, separators=(',', ':'))}".encode()).hexdigest()

    @classmethod
    def of(cls, groups: Sequence[Group]) -> Group:
        """Join groups; what one of them defines is none of the others any more."""
        definitions = {name: schema for group in groups for name, schema in group.definitions.items()}
        others = {name: schema for group in groups for name, schema in group.others.items() if name not in definitions}
        members = {name: given for group in groups for name, given in group.members.items() if name in others}
        members |= {
            name: group.members[name] for group in groups for name in group.definitions if name in group.members
        }
        words = {name: text for group in groups for name, text in group.words.items()}
        return cls(definitions, dict(sorted(others.items())), members, words)


@dataclass(frozen=True, slots=True)
class Written:
    """The source of a definition, and what it imports: ``(module, name, local name)``."""

    source: str
    imported: tuple[tuple[str, str, str], ...]

    def to_json(self) -> list[object]:
        """Return the form that is kept."""
        return [self.source, self.imported]

    @classmethod
    def from_json(cls, kept: Any) -> Written:
        """Read what :meth:`to_json` gave."""
        source, imported = cast("tuple[str, list[list[str]]]", kept)
        return cls(source, tuple((module, name, local) for module, name, local in imported))


def mention(name: str) -> dict[str, Json]:
    """Return what is printed as the name of a definition, which the code generator need not know then.

    A reference to it would have the code generator read the definition; a discriminator needs that.
    """
    return {"customTypePath": f"{MENTIONED}.M_{name}"}


def mentions(group: Group) -> set[str]:
    """Return the definitions that those of a group mention, and what the runtime has under a name of its own."""
    return {*re.findall(rf'"{MENTIONED}\.M_(\w+)"', json.dumps([group.definitions])), *group.others}


def write_group(group: Group) -> dict[str, Written]:
    """Write the classes and aliases of a group; each reads the same whatever it is written with.

    Raises:
        ModelsError: The answer of the code generator is not what was asked for.
        UnsafeCodeError: The answer holds something that we never write.
    """
    module = Definitions(_generate(group))
    if not group.definitions.keys() <= module.names:
        raise ModelsError(f"missing: {', '.join(sorted(group.definitions.keys() - module.names))}")
    known = {*group.definitions, *group.others}
    for name in module.names - known:
        module.inline(name)
    for name, fields in module.classes():
        if name not in group.others:
            _check_class(group.members.get(name), name, fields)
    sources = {name: module.source(name) for name in group.definitions}
    verify_module("models.py", ast.parse("\n".join(sources.values())))
    return {name: Written(source, tuple(_imported(module, name))) for name, source in sources.items()}


def _imported(module: Definitions, definition: str) -> Iterator[tuple[str, str, str]]:
    for name, original, local in module.imported(definition):
        if name != "__future__" and original not in {"TypeAlias", "TypeAliasType"}:  # which of the two is ours to say
            yield f".{name}" if name == _BASE else name, original, local


@cache
def generator_key() -> str:
    """Return a digest of the code and the templates that decide what a definition becomes."""
    whole = hashlib.sha256(f"{_FORM} {_VERSION}".encode())
    here = Path(__file__).parent
    sources = [here / f"{name}.py" for name in ("alike", "code", "codegen", "definitions")]
    for path in (*sources, here.parent / "prose.py"):
        whole.update(path.read_bytes())
    for path in sorted(_TEMPLATES.rglob("*.jinja2")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _generate(group: Group) -> str:
    import datamodel_code_generator as generator  # noqa: PLC0415  # slow to import; a no-op run never gets here
    from datamodel_code_generator.config import GenerateConfig  # noqa: PLC0415
    from datamodel_code_generator.enums import DataModelType, FieldTypeCollisionStrategy  # noqa: PLC0415

    found = version("datamodel-code-generator")
    if found != _VERSION:
        raise ModelsError(f"datamodel-code-generator {_VERSION} is needed, not {found}")
    config = GenerateConfig(
        input_file_type=generator.InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=generator.PythonVersion.PY_311,
        aliases={
            f"{owner}.{wire}": name
            for owner, members in group.members.items()
            for name, wire in members
            if name != wire
        },
        base_class=f"{_BASE}.Model",
        custom_class_name_generator=str,
        custom_file_header="",
        custom_template_dir=_TEMPLATES,
        disable_timestamp=True,
        enum_field_as_literal=generator.LiteralType.All,
        extra_template_data=defaultdict(dict[str, Any], _template_data(group)),
        field_constraints=True,
        field_type_collision_strategy=FieldTypeCollisionStrategy.RenameType,
        formatters=[],
        keep_model_order=True,
        output_datetime_class="datetime",  # type: ignore[arg-type]  # pydantic reads the enum from its value
        skip_root_model=True,
        strict_nullable=True,
        use_annotated=True,
        use_standard_collections=True,
        use_tuple_for_fixed_items=True,
        use_type_alias=True,
        use_union_operator=True,
    )
    definitions = {**group.definitions, **group.others}
    looked_through = gc.isenabled()
    gc.disable()  # a group is small: what it leaves is collected before the next one, and nothing during it
    try:
        text = generator.generate(
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}, config=config
        )
    finally:
        if looked_through:
            gc.enable()
    if not isinstance(text, str):
        raise ModelsError("several modules where one was asked for")
    return text


def _template_data(group: Group) -> dict[str, dict[str, Any]]:
    """Return for each definition what our templates print beside the types."""
    data: dict[str, dict[str, Any]] = {}
    for name in (*group.definitions, *group.others):
        text = group.words.get(name, "")
        if group.definitions.get(name, group.others.get(name, {})).get("properties") is not None:
            members = group.members.get(name, ())
            words = {member: member_docstring(group.words.get(f"{name}.{member}", "")) for member, _ in members}
            data[name] = {"words": class_docstring(name, text), "member_words": words}
        else:
            data[name] = {"specified": fragment("Specified({})", literal(name)), "words": words_below(text)}
    return data


def class_docstring(name: str, text: str) -> Code:
    """Return the docstring of a class, which is never without one."""
    return docstring([text or f"{name}."], "    ")


def words_below(text: str) -> Code:
    """Return the docstring that stands below an alias, nothing where there is no text."""
    return docstring([text], "") if text else fragment("")


def _check_class(asked: tuple[tuple[str, str], ...] | None, name: str, found: list[tuple[str, str]]) -> None:
    """Compare the members of a class with the contract's, by name and by name on the wire.

    Raises:
        ModelsError: They differ.
    """
    wanted = [(member, "" if member == wire else wire) for member, wire in asked or ()]
    if asked is None or found != wanted:
        odd = sorted({given for given, _ in found} ^ {given for given, _ in wanted}) or "aliases"
        raise ModelsError(f"class {name!r} has other members than its schema: {odd}")
