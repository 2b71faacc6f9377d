"""Response models through datamodel-code-generator; this is the one file that knows it, in exactly one version.

It is given a document made from the contract (our class names, plain shapes, no text of the spec but literals) and its
answer is taken apart again: each class must be one of the contract's, with the contract's members under the contract's
names, or we stop.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from truespec.contract.schema import Json, Schema
from truespec.rendering.code import Code, docstring, fragment, identifier, literal, member_docstring
from truespec.rendering.definitions import Definitions, ModelsError
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import Anything, Choice, Either, Listing, Named, Row, Scalar, Shape, Table, names_in
from truespec.rendering.shaping import Alias, ModelClass, Shaper
from truespec.rendering.types import Annotator

__all__ = ["ModelsError", "render_models"]

_TEMPLATES: Final = Path(__file__).parent / "templates" / "models"
_BASE: Final = "_runtime"
_VERSION: Final = "0.89.0"


def render_models(shaper: Shaper) -> tuple[Imports, tuple[Code, ...]]:
    """Return what the module of the models imports, and its definitions in the order of the document.

    Raises:
        ModelsError: The answer of the code generator is not what was asked for.
    """
    imports = Imports()
    for alias in shaper.aliases.values():
        imports.add(*(("typing_extensions", "TypeAliasType") if alias.recursive else ("typing", "TypeAlias")))
    if not shaper.names:
        return imports, ()
    module = Definitions(_generate(shaper))
    for name, original, local in module.imported:
        if name != "__future__" and original not in {"TypeAlias", "TypeAliasType"}:  # which of the two is ours to say
            imports.add(f".{name}" if name == _BASE else name, original, local=local)
    asked = {*shaper.models, *shaper.aliases}
    if not asked <= module.names:
        raise ModelsError(f"missing: {', '.join(sorted(asked - module.names))}")
    for name in module.names - asked:
        module.inline(name)
    for name, fields in module.classes():
        _check_class(shaper.models.get(name), name, fields)
    rewritten = [alias for alias in shaper.aliases.values() if alias.recursive]
    imports.keep({*module.names_used({alias.name for alias in rewritten}), "TypeAlias", "TypeAliasType"})
    written = {alias.name: _recursive(alias, imports) for alias in rewritten}
    return imports, tuple(written.get(name) or Code(module.source(name)) for name in _order(shaper))


def _recursive(alias: Alias, imports: Imports) -> Code:
    """Write an alias that mentions itself: its type stands in quotes, because it is not there yet."""
    name, type_ = identifier(alias.name), Annotator(imports, models_module="").answer(alias.shape)
    return fragment("{} = TypeAliasType({}, {})\n{}", name, literal(alias.name), literal(type_), _words_below(alias))


def _generate(shaper: Shaper) -> str:
    import datamodel_code_generator as generator  # noqa: PLC0415  # slow to import; a no-op run never gets here
    from datamodel_code_generator.config import GenerateConfig  # noqa: PLC0415
    from datamodel_code_generator.enums import DataModelType, FieldTypeCollisionStrategy  # noqa: PLC0415

    found = version("datamodel-code-generator")
    if found != _VERSION:
        raise ModelsError(f"datamodel-code-generator {_VERSION} is needed, not {found}")
    definitions = {
        **{name: _object(model) for name, model in shaper.models.items()},
        **{name: _json(alias.shape) for name, alias in shaper.aliases.items()},
    }
    config = GenerateConfig(
        input_file_type=generator.InputFileType.JsonSchema,
        output_model_type=DataModelType.PydanticV2BaseModel,
        target_python_version=generator.PythonVersion.PY_311,
        aliases=dict(_names_given(shaper)),
        base_class=f"{_BASE}.Model",
        custom_class_name_generator=str,
        custom_file_header="",
        custom_template_dir=_TEMPLATES,
        disable_timestamp=True,
        enum_field_as_literal=generator.LiteralType.All,
        extra_template_data=defaultdict(dict[str, Any], _template_data(shaper)),
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
    text = generator.generate(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}, config=config
    )
    if not isinstance(text, str):
        raise ModelsError("several modules where one was asked for")
    return text


def _names_given(shaper: Shaper) -> Iterator[tuple[str, str]]:
    for model in shaper.models.values():
        for member in model.members:
            if member.name != member.wire:
                yield f"{model.name}.{member.wire}", member.name


def _template_data(shaper: Shaper) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield for each definition what our templates print beside the types."""
    for model in shaper.models.values():
        words = {member.name: member_docstring(_words(member.schema)) for member in model.members}
        yield model.name, {"words": _class_words(model.schema, model.name), "member_words": words}
    for alias in shaper.aliases.values():
        yield alias.name, {"words": _words_below(alias)}


def _words_below(alias: Alias) -> Code:
    text = _words(alias.schema)
    return docstring([text], "") if text else fragment("")


def _class_words(schema: Schema, name: str) -> Code:
    return docstring([_words(schema) or f"{name}."], "    ")


def _words(schema: Schema) -> str:
    return schema.description.strip() or schema.title.strip()


def _object(model: ModelClass) -> dict[str, Json]:
    required: list[Json] = [member.wire for member in model.members if member.required]
    properties: dict[str, Json] = {member.wire: _json(member.shape) for member in model.members}
    return {"type": "object", "properties": properties, "required": required}


_SCALARS: Final[dict[str, dict[str, Json]]] = {
    "None": {"type": "null"},
    "Decimal": {"type": "string", "format": "decimal"},
    "UUID": {"type": "string", "format": "uuid"},
    "bool": {"type": "boolean"},
    "bytes": {"type": "string", "format": "binary"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "float": {"type": "number"},
    "int": {"type": "integer"},
    "str": {"type": "string"},
}


def _json(shape: Shape) -> dict[str, Json]:
    """Return a shape in the JSON Schema that the code generator turns into just that type."""
    match shape:
        case Anything():
            return {}
        case Scalar(type=name, constraints=constraints):
            return {**_SCALARS[name], **dict(constraints)}
        case Choice(values=values, open=True):
            return {"anyOf": [{"enum": list(values)}, *(_json(base) for base in shape.bases)]}
        case Choice(values=values):
            return {"enum": list(values)}
        case Named(name=name):
            return {"$ref": f"#/$defs/{name}"}
        case Listing(item=item, constraints=constraints):
            return {"type": "array", "items": _json(item), **dict(constraints)}
        case Row(items=items):
            count = len(items)
            places: list[Json] = [_json(item) for item in items]
            return {"type": "array", "prefixItems": places, "items": False, "minItems": count, "maxItems": count}
        case Table(value=value):
            return {"type": "object", "additionalProperties": _json(value)}
        case Either():
            return _union(shape)


def _union(shape: Either) -> dict[str, Json]:
    solid = shape.solid
    if len(solid) == 1 and isinstance(solid[0], Scalar):
        document = _json(solid[0])
        return {**document, "type": [document["type"], "null"]}
    options: list[Json] = []
    for option in shape.options:
        document = _json(option)
        inner = document.get("anyOf")
        options.extend(inner if isinstance(inner, list) else [document])
    if not shape.tag:
        return {"anyOf": options}
    return {"oneOf": options, "discriminator": {"propertyName": shape.tag}}


def _check_class(model: ModelClass | None, name: str, fields: list[tuple[str, str]]) -> None:
    """Compare the members of a class with the contract's, by name and by name on the wire.

    Raises:
        ModelsError: They differ.
    """
    asked = [(m.name, "" if m.name == m.wire else m.wire) for m in model.members] if model is not None else []
    if model is None or fields != asked:
        odd = sorted({given for given, _ in fields} ^ {given for given, _ in asked}) or "aliases"
        raise ModelsError(f"class {name!r} has other members than its schema: {odd}")


def _order(shaper: Shaper) -> Iterator[str]:
    """Yield the names as in the document, but for an alias, which waits for the last of what it is made of.

    A new alias thus moves nothing that is there.  Recursive aliases come first: type checkers want them before the
    classes that use them.
    """
    recursive = [alias.name for alias in shaper.aliases.values() if alias.recursive]
    yield from recursive
    done = set(recursive)
    missing: dict[str, set[str]] = {}
    waiting: defaultdict[str, list[str]] = defaultdict(list)
    for name in shaper.names:
        if name in done:
            continue
        alias = shaper.aliases.get(name)
        missing[name] = set(names_in(alias.shape)) - done if alias is not None else set()
        for needed in missing[name]:
            waiting[needed].append(name)
        ready = [] if missing[name] else [name]
        while ready:
            first = ready.pop(0)
            yield first
            done.add(first)
            for one in waiting.pop(first, []):
                missing[one].discard(first)
                if not missing[one]:
                    ready.append(one)
