"""Documents of hostile shape: too deep, too large, going in circles, or nothing where it should be."""

from __future__ import annotations

import json

from hostile.made import DOCUMENT, HEAD, JSON, OPERATION, Table, chain, json_schema, operations, schema

__all__ = ["SHAPES"]

_SLOW = (
    "^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(.*a){25}", "^(([a-z])+.)+[A-Z]([a-z])+$", "(a*)*b", "^(?:a?){40}a{40}$",
    "(x+x+)+y",
)  # fmt: skip
_NONE = (
    "(", "[", "*", "a{2,1}", "(?<n>a)\\k<n>", "\\p{Script=Greek}", "(?P<a>b)", "\\", "(?{print})", "(?R)", "[z-a]",
    "\\cA", "(?#", "\U0001f600+", "a{,99999999999}",
)  # fmt: skip


def _slow() -> str:
    """Return an object whose members have patterns, and a default and an example that take them to their limits."""
    text = {"type": "string", "default": f"{'a' * 40}!", "example": f"{'a' * 40}!"}
    members = {f"p{number}": {**text, "pattern": pattern} for number, pattern in enumerate(_SLOW)}
    return json.dumps({"type": "object", "properties": members})


def _multiplied() -> str:
    """Return an operation that answers an object with three members, each an object with three members, and so on."""
    schemas: dict[str, object] = {"E0": {"type": "object", "properties": {"a": {"type": "string"}}}}
    for level in range(1, 25):
        member = {"$ref": f"#/components/schemas/E{level - 1}"}
        schemas[f"E{level}"] = {"type": "object", "required": ["a"], "properties": dict.fromkeys("abc", member)}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/E24"}}}
    read = {"operationId": "read", "responses": {"200": {"description": "Read.", "content": content}}}
    return f'{JSON[:-1]}"/a": {json.dumps({"get": read})}}}, "components": {json.dumps({"schemas": schemas})}}}'


SHAPES: Table = {
    "deep YAML": ("yaml", "refuse", lambda: DOCUMENT + "x-a: " + "[" * 5000 + "]" * 5000 + "\n"),
    "deep YAML by lines": (
        "yaml",
        "refuse",
        lambda: DOCUMENT + "".join(f"{' ' * n}{'x-' if n == 0 else ''}a:\n" for n in range(1500)),
    ),
    "deep YAML by dashes": ("yaml", "refuse", lambda: DOCUMENT + "x-a:\n  " + "- " * 5000 + "a\n"),
    "deep JSON": ("json", "refuse", lambda: JSON + ', "x-a": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "deep JSON that never ends": ("json", "refuse", lambda: JSON + ', "x-a": ' + '{"a":' * 100_000),
    "deep schemas": ("json", "refuse", lambda: json_schema('{"items": ' * 500 + "{}" + "}" * 500)),
    "schemas nearly too deep": (
        "json",
        "either",
        lambda: json_schema('{"type": "array", "items": ' * 150 + "{}" + "}" * 150),
    ),
    "alternatives nested": (
        "json",
        "either",
        lambda: json_schema('{"anyOf": [{"type": "string"}, ' * 45 + "{}" + "]}" * 45),
    ),
    "nots nested": ("json", "either", lambda: json_schema('{"not": ' * 150 + "{}" + "}" * 150)),
    "one long line": ("yaml", "generate", lambda: DOCUMENT + f"x-a: {'a' * 5_000_000}\n"),
    "one long key": ("yaml", "refuse", lambda: DOCUMENT + f"{'a' * 100_000}: 1\n"),
    "a name of 100000 letters": (
        "json",
        "generate",
        lambda: json_schema(json.dumps({"type": "object", "properties": {"a" * 100_000: {"type": "string"}}})),
    ),
    "a schema with a name of 5000 letters": (
        "json",
        "either",
        lambda: json_schema("{}").replace('"A"', json.dumps("A" * 5000)),
    ),
    "a path of 20000 parts": ("yaml", "either", lambda: f"{HEAD}paths:\n  ? {'/a' * 20_000}\n  : {OPERATION}\n"),
    "a path of 500 parameters": ("json", "either", lambda: operations("".join(f"/{{p{n}}}" for n in range(500)))),
    "an enum of 20000": (
        "json",
        "generate",
        lambda: json_schema(json.dumps({"enum": [f"e{n}" for n in range(20_000)]})),
    ),
    "20000 tags": (
        "json",
        "either",
        lambda: f'{JSON}, "tags": {json.dumps([{"name": f"t{n}"} for n in range(20_000)])}}}',
    ),
    "400 schemas composed in one another": ("yaml", "refuse", lambda: chain(400, "{{allOf: [{{$ref: '{0}'}}]}}")),
    "400 alternatives in one another": ("yaml", "either", lambda: chain(400, "{{anyOf: [{{$ref: '{0}'}}, {{}}]}}")),
    "600 alternatives": (
        "json",
        "either",
        lambda: json_schema(
            json.dumps({"oneOf": [{"type": "object", "properties": {f"a{n}": {}}} for n in range(600)]})
        ),
    ),
    "properties that multiply": ("json", "generate", _multiplied),
    "a chain of 90 references": ("yaml", "generate", lambda: chain(90)),
    "a chain of 5000 references": ("yaml", "refuse", lambda: chain(5000)),
    "a million small values": ("json", "refuse", lambda: JSON + ', "x-a": [' + "0," * 1_000_001 + "0]}"),
    "33 million bytes": ("json", "refuse", lambda: JSON + " " * (33 << 20) + "}"),
    "patterns that take for ever": ("json", "either", lambda: json_schema(_slow())),
    "patterns that are none": (
        "json",
        "either",
        lambda: json_schema(json.dumps({"patternProperties": dict.fromkeys(_NONE, True)})),
    ),
    "a version of the future": ("yaml", "refuse", lambda: DOCUMENT.replace("3.1.0", "3.1.0; import os")),
    "a version that is a list": ("yaml", "refuse", lambda: DOCUMENT.replace("3.1.0", "[3, 1]")),
    "a version that is a number": ("yaml", "either", lambda: DOCUMENT.replace("3.1.0", "3.1")),
    "both Swagger and OpenAPI": ("yaml", "either", lambda: 'swagger: "2.0"\n' + DOCUMENT),
    "Swagger 2": ("yaml", "refuse", lambda: 'swagger: "2.0"\ninfo: {title: T, version: "1"}\npaths: {}\n'),
    "AsyncAPI": ("yaml", "refuse", lambda: "asyncapi: 3.0.0\ninfo: {title: T, version: '1'}\n"),
    "paths that are a list": ("yaml", "either", lambda: HEAD + "paths: [1, 2]\n"),
    "an operation that is a text": ("yaml", "either", lambda: HEAD + "paths: {/a: {get: hello}}\n"),
    "an operation that is null": ("yaml", "either", lambda: HEAD + "paths: {/a: {get: null}, /b: null}\n"),
    "info that is null": ("yaml", "either", lambda: "openapi: 3.1.0\ninfo: null\npaths: {}\n"),
    "everything null": (
        "yaml",
        "either",
        lambda: HEAD + "paths: null\ncomponents: null\nservers: null\ntags: [null]\nsecurity: [null]\nwebhooks: null\n",
    ),
    "everything in the wrong shape": (
        "yaml",
        "either",
        lambda: (
            HEAD
            + "paths: {/a: {parameters: {a: b}, get: {parameters: [7, null, [], {}], requestBody: [], responses: [], "
            + "callbacks: 3, tags: {}, security: {}, servers: 1}}}\ntags: 5\nservers: {}\n"
            + "components: {schemas: [], parameters: 5, responses: {a: null, b: 1, c: []}}\n"
        ),
    ),
    "schemas in the wrong shape": (
        "yaml",
        "either",
        lambda: schema(
            "{type: {}, properties: [a], required: {}, enum: 5, allOf: {}, anyOf: 7, oneOf: [], items: 5, "
            "prefixItems: {}, additionalProperties: 7, pattern: [], format: 5, default: {}, const: [], "
            "discriminator: x, xml: 5, $defs: [], not: 3, if: 4, minimum: {}, maxLength: x, nullable: 5, "
            "example: {}, title: {}, description: []}"
        ),
    ),
    "types in the wrong shape": (
        "yaml",
        "either",
        lambda: schema(
            "{type: [string, 7, null, [], string, {a: b}], enum: [[], {}, null, 1.0, 1, true, 'true', \"\"]}"
        ),
    ),
    "an enum that mixes all": (
        "yaml",
        "generate",
        lambda: schema("{enum: [null, true, 1, 1.5, a, [1], {a: 1}, '', ' ', '1', 'null']}"),
    ),
    "all of itself": ("yaml", "refuse", lambda: schema("{allOf: [{$ref: '#/components/schemas/A'}]}")),
    "one of itself": (
        "yaml",
        "either",
        lambda: schema("{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/A'}]}"),
    ),
    "items of itself": ("yaml", "generate", lambda: schema("{type: array, items: {$ref: '#/components/schemas/A'}}")),
    "not itself": ("yaml", "either", lambda: schema("{not: {$ref: '#/components/schemas/A'}}")),
    "if itself": (
        "yaml",
        "either",
        lambda: schema("{if: {$ref: '#/components/schemas/A'}, then: {$ref: '#/components/schemas/A'}, else: false}"),
    ),
    "properties of itself": (
        "yaml",
        "generate",
        lambda: schema(
            "{additionalProperties: {$ref: '#/components/schemas/A'}, propertyNames: {$ref: '#/components/schemas/A'}}"
        ),
    ),
    "dynamic references": (
        "yaml",
        "either",
        lambda: schema(
            "{$dynamicAnchor: n, $id: 'https://e.example/a', properties: {b: {$dynamicRef: '#n'}, "
            "c: {$dynamicRef: 'https://gone.example/x#n'}, d: {$recursiveRef: '#'}}}"
        ),
    ),
    "an $id that moves the base": (
        "yaml",
        "refuse",
        lambda: schema("{$id: 'http://127.0.0.1:9/a/', properties: {b: {$ref: 'http://127.0.0.1:9/c.json#/D'}}}"),
    ),
    "an $id that moves the base of a relative reference": (
        "yaml",
        "refuse",
        lambda: schema("{$id: 'http://127.0.0.1:9/a/', properties: {b: {$ref: 'c.json#/D'}}}"),
    ),
    "an $id that is a file": (
        "yaml",
        "refuse",
        lambda: schema("{$id: 'file:///etc/', properties: {b: {$ref: 'passwd'}}}"),
    ),
    "a schema of schemas from elsewhere": (
        "yaml",
        "either",
        lambda: schema("{$schema: 'http://127.0.0.1:9/schema', type: string}"),
    ),
    "a dialect from elsewhere": (
        "yaml",
        "either",
        lambda: "jsonSchemaDialect: http://127.0.0.1:9/dialect\n" + DOCUMENT,
    ),
}
"""Name, file suffix, outcome and how the document is made."""
