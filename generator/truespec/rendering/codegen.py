"""Datamodel-code-generator; this is the one file that knows it, in exactly one version.

It is given definitions that are made from the contract (our class names, plain shapes, no text of the spec but
literals), and its answer is taken apart again: each class must be one that was asked for, with the members asked for,
or we stop.
"""

from __future__ import annotations

import ast
import gc
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from truespec.contract.schema import Json
from truespec.rendering.annotations import Pattern
from truespec.rendering.code import fragment, literal, member_docstring
from truespec.rendering.definitions import ALIAS, SLOT, SPECIFIED, Definitions, ModelsError
from truespec.rendering.groups import BASE, RUNTIME_MODULE, Group, Written, class_docstring, runtime_module, words_below
from truespec.rendering.verify import verify_module

__all__ = ["generator_key", "write_forms", "write_group"]

_MEMBERS: Final = 16
"""How many members the classes have in which patterns are written: a class costs as much as some of them."""
_TEMPLATES: Final = Path(__file__).parent / "templates" / "models"
_VERSION: Final = "0.89.0"
_FORM: Final = 3


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


def write_forms(patterns: Sequence[Pattern]) -> dict[Pattern, str]:
    """Return the form of each pattern, slots included.

    Raises:
        ModelsError: The answer of the code generator is not what was asked for.
        UnsafeCodeError: It holds something that we never write.
    """
    members = [pattern for pattern in patterns if not pattern.alone]
    asked = {f"Alias{number}": [one] for number, one in enumerate(one for one in patterns if one.alone)}
    starts = range(0, len(members), _MEMBERS)
    asked |= {f"Class{number}": members[number : number + _MEMBERS] for number in starts}
    module = Definitions(_generate(_asked_for(asked)), slots=True)
    for name in module.names - asked.keys():
        module.inline(name)
    found: dict[Pattern, str] = {}
    for name, row in asked.items():
        forms = list(module.forms(name)) if name in module.names else []
        if len(forms) != len(row):
            raise ModelsError(f"{len(forms)} forms of {len(row)} patterns")
        for number, (pattern, (line, form)) in enumerate(zip(row, forms, strict=True)):
            _check_form(pattern, number, line, form)
            found[pattern] = form
    return found


def _asked_for(asked: Mapping[str, Sequence[Pattern]]) -> Group:
    """Return the patterns as definitions: members in classes of many, aliases by themselves."""
    definitions: dict[str, dict[str, Json]] = {}
    members: dict[str, tuple[tuple[str, str], ...]] = {}
    for name, row in asked.items():
        if row[0].alone:
            definitions[name] = json.loads(row[0].schema)
            continue
        members[name] = tuple((_member(one, number), f"w{number}") for number, one in enumerate(row))
        required: list[Json] = [f"w{number}" for number, one in enumerate(row) if one.required]
        properties: dict[str, Json] = {f"w{number}": json.loads(one.schema) for number, one in enumerate(row)}
        definitions[name] = {"type": "object", "properties": properties, "required": required}
    return Group(definitions, {}, members, {})


def _member(pattern: Pattern, number: int) -> str:
    return f"{'n' if pattern.renamed else 'w'}{number}"


def _check_form(pattern: Pattern, number: int, line: ast.AnnAssign, form: str) -> None:
    """Compare a statement with what its pattern asks for, and its type with what we write.

    Raises:
        ModelsError: They differ.
        UnsafeCodeError: The type holds something that we never write.
    """
    slots = form.split(SLOT)[1::2]
    marks = (slots.count(ALIAS), slots.count(SPECIFIED))
    optional = isinstance(line.value, ast.Constant) and line.value.value is None
    fits = marks == (int(pattern.renamed), int(pattern.alone))
    if not pattern.alone:
        named = isinstance(line.target, ast.Name) and line.target.id == _member(pattern, number)
        fits = fits and named and optional != pattern.required and (optional or line.value is None)
    if not fits:
        raise ModelsError(f"an annotation that nobody asked for: {form!r}")
    verify_module("models.py", ast.Module([line], []))


def _imported(module: Definitions, definition: str) -> Iterator[tuple[str, str, str]]:
    for name, original, local in module.imported(definition):
        if name != "__future__" and original not in {"TypeAlias", "TypeAliasType"}:  # which of the two is ours to say
            yield runtime_module(name), original, local


@cache
def generator_key() -> str:
    """Return a digest of the code and the templates that decide what a definition becomes."""
    whole = hashlib.sha256(f"{_FORM} {_VERSION}".encode())
    here = Path(__file__).parent
    sources = [here / f"{name}.py" for name in ("annotations", "code", "codegen", "definitions", "groups")]
    for path in (*sources, here.parent / "prose.py"):
        whole.update(path.read_bytes())
    for path in sorted(_TEMPLATES.rglob("*.jinja2")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _generate(group: Group) -> str:
    from importlib.metadata import version  # noqa: PLC0415  # as below

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
        base_class=f"{RUNTIME_MODULE}.{BASE}",
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


def _check_class(asked: tuple[tuple[str, str], ...] | None, name: str, found: list[tuple[str, str]]) -> None:
    """Compare the members of a class with the contract's, by name and by name on the wire.

    Raises:
        ModelsError: They differ.
    """
    wanted = [(member, "" if member == wire else wire) for member, wire in asked or ()]
    if asked is None or found != wanted:
        odd = sorted({given for given, _ in found} ^ {given for given, _ in wanted}) or "aliases"
        raise ModelsError(f"class {name!r} has other members than its schema: {odd}")
