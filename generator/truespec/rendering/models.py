"""Response models through datamodel-code-generator; this is the one file that knows it, in exactly one version.

It is given a document made from the contract (our class names, plain shapes, no text of the spec but literals) and its
answer is taken apart again: each class must be one of the contract's, with the contract's members under the contract's
names, or we stop.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from truespec.contract.schema import Json, Schema
from truespec.rendering.code import Code, docstring, fragment, member_docstring
from truespec.rendering.imports import Imports
from truespec.rendering.shapes import Anything, Choice, Either, Listing, Named, Row, Scalar, Shape, Table, names_in
from truespec.rendering.shaping import ModelClass, Shaper

__all__ = ["ModelsError", "render_models"]

_TEMPLATES: Final = Path(__file__).parent / "templates" / "models"
_BASE: Final = "_runtime"
_NO_WORDS: Final = fragment("")


class ModelsError(Exception):
    """The code generator did not give back the classes it was asked for: a fault of ours."""


def render_models(shaper: Shaper) -> tuple[Imports, tuple[Code, ...]]:
    """Return what the module of the models imports, and its definitions in the order of the document."""
    if not shaper.models and not shaper.aliases:
        return Imports(), ()
    text = _generate(shaper)
    tree = ast.parse(text)
    imports = Imports()
    for alias in shaper.aliases.values():
        imports.add(*(("typing_extensions", "TypeAliasType") if alias.recursive else ("typing", "TypeAlias")))
    found: dict[str, Code] = {}
    last = ""
    for node in tree.body:
        source = Code(ast.get_source_segment(text, node) or "")
        match node:
            case ast.ImportFrom(module=module, names=names, level=0):
                _take_imports(imports, str(module), names)
            case ast.ClassDef(name=name):
                _check_class(shaper.models.get(name), node)
                last, found[name] = name, source
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
                if name not in shaper.aliases:
                    raise ModelsError(f"an alias {name!r} that nobody asked for")
                last, found[name] = name, source
            case ast.Expr(value=ast.Constant(value=str())):
                found[last] = fragment("{}\n{}", found[last], source)
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="model_rebuild"))):
                pass  # models are built on first use, when all names are there
            case _:
                raise ModelsError(f"a {type(node).__name__} that nobody asked for")
    missing = {*shaper.models, *shaper.aliases} - set(found)
    if missing:
        raise ModelsError(f"missing: {', '.join(sorted(missing))}")
    return imports, tuple(found[name] for name in _order(shaper))


def _generate(shaper: Shaper) -> str:
    import datamodel_code_generator as generator  # noqa: PLC0415  # slow to import; a no-op run never gets here
    from datamodel_code_generator.config import GenerateConfig  # noqa: PLC0415
    from datamodel_code_generator.enums import FieldTypeCollisionStrategy  # noqa: PLC0415

    definitions = {
        **{name: _object(model) for name, model in shaper.models.items()},
        **{name: _json(alias.shape) for name, alias in shaper.aliases.items()},
    }
    config = GenerateConfig(
        input_file_type=generator.InputFileType.JsonSchema,
        output_model_type=generator.DataModelType.PydanticV2BaseModel,
        target_python_version=generator.PythonVersion.PY_311,
        aliases=dict(_names_given(shaper)),
        base_class=f"{_BASE}.Model",
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
    text = generator.generate({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}, config=config)
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
        text = _words(alias.schema)
        words_below = docstring([text], "") if text else _NO_WORDS
        yield alias.name, {"words": words_below, "recursive": alias.recursive}


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


def _take_imports(imports: Imports, module: str, names: list[ast.alias]) -> None:
    for name in names:
        if module == "__future__" or name.name in {"TypeAlias", "TypeAliasType"}:
            continue  # which of the two is ours to say
        imports.add(f".{module}" if module == _BASE else module, name.name, local=name.asname or "")


def _check_class(model: ModelClass | None, node: ast.ClassDef) -> None:
    """Compare the members of a class with the contract's, by name and by name on the wire.

    Raises:
        ModelsError: They differ.
    """
    if model is None:
        raise ModelsError(f"a class {node.name!r} that nobody asked for")
    fields = [line for line in node.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)]
    given = [(ast.unparse(line.target), _alias_in(line.annotation)) for line in fields]
    asked = [(member.name, "" if member.name == member.wire else member.wire) for member in model.members]
    if given != asked:
        odd = sorted({name for name, _ in given} ^ {name for name, _ in asked}) or "aliases"
        raise ModelsError(f"class {node.name!r} has other members than its schema: {odd}")


def _alias_in(annotation: ast.expr) -> str:
    for node in ast.walk(annotation):
        match node:
            case ast.keyword(arg="alias", value=ast.Constant(value=str(wire))):
                return wire
            case _:
                pass
    return ""


def _order(shaper: Shaper) -> Iterator[str]:
    """Yield the names so that an alias stands below the aliases and classes it is made of; otherwise as in the document."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name in done:
            return
        done.add(name)
        alias = shaper.aliases.get(name)
        for needed in names_in(alias.shape) if alias is not None else ():
            yield from visit(needed)
        yield name

    for name in shaper.names:
        yield from visit(name)
