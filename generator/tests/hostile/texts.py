"""Documents that hurt those who read them: encodings, numbers, keys and tags at the edges of YAML and JSON."""

from __future__ import annotations

from hostile.made import DOCUMENT, HEAD, JSON, PATHS, Table, json_schema, laughs, schema

__all__ = ["TEXTS"]

TEXTS: Table = {
    "nothing at all": ("yaml", "refuse", lambda: ""),
    "blanks alone": ("yaml", "refuse", lambda: " \n\n\t\n"),
    "a comment alone": ("yaml", "refuse", lambda: "# nothing\n"),
    "null": ("json", "refuse", lambda: "null"),
    "a number": ("json", "refuse", lambda: "7"),
    "a text": ("json", "refuse", lambda: '"openapi: 3.1.0"'),
    "several documents": ("yaml", "refuse", lambda: f"{DOCUMENT}---\n{DOCUMENT}"),
    "a directive of a later YAML": ("yaml", "either", lambda: f"%YAML 3.7\n---\n{DOCUMENT}"),
    "a tag directive": (
        "yaml",
        "either",
        lambda: f"%TAG ! tag:evil.example,2000:\n---\n{HEAD}x-a: !run [1]\n{PATHS}",
    ),
    "UTF-16": ("yaml", "refuse", lambda: DOCUMENT.encode("utf-16")),
    "UTF-16 without a mark": ("json", "refuse", lambda: (JSON + "}").encode("utf-16-le")),
    "UTF-32": ("json", "refuse", lambda: (JSON + "}").encode("utf-32")),
    "Latin-1": ("json", "refuse", lambda: json_schema('{"title": "é"}').encode("latin-1")),
    "a cut character": ("yaml", "refuse", lambda: f"{DOCUMENT}x-a: é".encode()[:-1]),
    "overlong UTF-8": ("yaml", "refuse", lambda: DOCUMENT.encode() + b"x-a: \xc0\xaf\n"),
    "a surrogate in UTF-8": ("yaml", "refuse", lambda: DOCUMENT.encode() + b"x-a: \xed\xa0\x80\n"),
    "a mark before YAML": ("yaml", "generate", lambda: "\ufeff" + DOCUMENT),
    "two marks": ("yaml", "either", lambda: "\ufeff\ufeff" + DOCUMENT),
    "a bare NUL in YAML": ("yaml", "refuse", lambda: HEAD.replace("Texts", "a\0b") + PATHS),
    "a bare NUL in JSON": ("json", "refuse", lambda: json_schema('{"title": "a\0b"}')),
    "a bare escape in YAML": ("yaml", "refuse", lambda: HEAD.replace("Texts", "a\x1b[2Jb") + PATHS),
    "a bare escape in JSON": ("json", "refuse", lambda: json_schema('{"title": "a\x1b[2Jb"}')),
    "only NULs": ("yaml", "refuse", lambda: b"\0" * 4096),
    "line ends of old machines": ("yaml", "generate", lambda: DOCUMENT.replace("\n", "\r")),
    "line ends of other machines": ("yaml", "generate", lambda: DOCUMENT.replace("\n", "\r\n")),
    "tabs": ("yaml", "refuse", lambda: DOCUMENT.replace("  ", "\t")),
    "other line ends": ("yaml", "either", lambda: DOCUMENT + "x-a: a\x85  b\u2028  c\n"),
    "a picture": ("json", "refuse", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "a compressed file": ("yaml", "refuse", lambda: b"\x1f\x8b\x08\0" + bytes(range(200))),
    "a web page": ("yaml", "refuse", lambda: "<!doctype html><html><script>alert(1)</script></html>"),
    "a cut JSON": ("json", "refuse", lambda: JSON),
    "more behind JSON": ("json", "refuse", lambda: JSON + "} }"),
    "comments in JSON": ("json", "refuse", lambda: JSON + "/* a */}"),
    "a comma too many": ("json", "refuse", lambda: JSON + ",}"),
    "quotes of Python": ("json", "refuse", lambda: JSON.replace('"', "'") + "}"),
    "NaN": ("json", "refuse", lambda: json_schema('{"type": "number", "maximum": NaN}')),
    "Infinity": ("json", "refuse", lambda: json_schema('{"type": "number", "maximum": -Infinity}')),
    "1e999": (
        "json",
        "either",
        lambda: json_schema('{"type": "number", "maximum": 1e999, "default": 1e999, "example": -1e999}'),
    ),
    "1e999 in an enum": (
        "yaml",
        "either",
        lambda: schema("{type: number, enum: [1e999, .inf, -.inf, .nan], default: .nan}"),
    ),
    "NaN everywhere": (
        "yaml",
        "either",
        lambda: schema("{type: integer, minimum: .nan, maxLength: .inf, multipleOf: 0, const: .nan}"),
    ),
    "5000 digits": ("json", "refuse", lambda: json_schema('{"type": "integer", "maximum": %s}' % ("9" * 5000))),
    "5000 digits after the point": (
        "json",
        "either",
        lambda: json_schema('{"type": "number", "maximum": 0.%s}' % ("9" * 5000)),
    ),
    "5000 digits before the point": (
        "json",
        "either",
        lambda: json_schema('{"type": "number", "default": %s.5}' % ("9" * 5000)),
    ),
    "5000 digits in YAML": ("yaml", "refuse", lambda: schema("{type: integer, default: %s}" % ("9" * 5000))),
    "a number of 5000 digits in hexadecimal": (
        "yaml",
        "refuse",
        lambda: schema("{type: integer, default: 0x%s}" % ("f" * 5000)),
    ),
    "an exponent of 5000 digits": (
        "json",
        "either",
        lambda: json_schema('{"type": "number", "default": 1e%s}' % ("9" * 5000)),
    ),
    "a small exponent of 5000 digits": (
        "json",
        "either",
        lambda: json_schema('{"type": "number", "multipleOf": 1e-%s}' % ("9" * 5000)),
    ),
    "minus zero": (
        "json",
        "generate",
        lambda: json_schema('{"type": "number", "minimum": -0.0, "default": -0.0, "enum": [-0, 0]}'),
    ),
    "4300 digits": (
        "json",
        "either",
        lambda: json_schema('{"type": "integer", "maximum": %s, "default": 7}' % ("9" * 4300)),
    ),
    "huge counts": (
        "json",
        "either",
        lambda: json_schema(
            '{"type": "string", "maxLength": 1e300, "minLength": 99999999999999999999, "pattern": "a{99999}"}'
        ),
    ),
    "negative counts": (
        "json",
        "either",
        lambda: json_schema('{"type": "array", "maxItems": -1, "minItems": 1.5, "multipleOf": -3}'),
    ),
    "a key twice in JSON": ("json", "refuse", lambda: JSON + ', "paths": {"/a": {}}}'),
    "an operation twice": (
        "json",
        "refuse",
        lambda: (
            JSON.replace("{}", '{"/a": {"get": {"responses": {}}, "get": {"summary": "b", "responses": {}}}}') + "}"
        ),
    ),
    "a key twice, escaped otherwise": ("json", "refuse", lambda: JSON + ', "p\\u0061ths": {"/a": {}}}'),
    "a schema twice": ("yaml", "refuse", lambda: schema("{type: string}") + "    A: {type: integer}\n"),
    "a component section twice": (
        "yaml",
        "refuse",
        lambda: schema("{type: string}") + "  schemas:\n    B: {type: integer}\n",
    ),
    "keys that are no texts": (
        "yaml",
        "either",
        lambda: schema("{properties: {1: {}, true: {}, null: {}, 1.5: {}, 2001-01-01: {}}}"),
    ),
    "a key that is a list": ("yaml", "refuse", lambda: schema("{? [a, b] : {}}")),
    "a key that is a mapping": ("yaml", "refuse", lambda: schema("{? {a: b} : {}}")),
    "status codes without quotes": ("yaml", "generate", lambda: DOCUMENT.replace("'200'", "200")),
    "a recursive alias": ("yaml", "refuse", lambda: schema("&a {properties: {b: *a}}")),
    "an alias to nothing": ("yaml", "refuse", lambda: schema("{properties: *gone}")),
    "an alias for a key": ("yaml", "either", lambda: DOCUMENT + "x-a: &k name\nx-b: {*k : 1}\n"),
    "a billion laughs": ("yaml", "refuse", lambda: laughs(12, 10)),
    "aliases under the limit": ("yaml", "either", lambda: laughs(5, 10)),
    "merge keys": ("yaml", "either", lambda: DOCUMENT + "x-a: &a {b: 1}\nx-c: {<<: *a, <<: [*a, *a]}\n"),
    "a merge of itself": ("yaml", "refuse", lambda: DOCUMENT + "x-a: &a {<<: *a}\n"),
    "a tag of Python": (
        "yaml",
        "refuse",
        lambda: DOCUMENT + "x-a: !!python/object/apply:os.system ['touch canary-fired']\n",
    ),
    "a module of Python": ("yaml", "refuse", lambda: DOCUMENT + "x-a: !!python/module:antigravity\n"),
    "a tag of Ruby": ("yaml", "either", lambda: DOCUMENT + "x-a: !ruby/object:Gem::Installer {i: x}\n"),
    "tags of YAML": (
        "yaml",
        "either",
        lambda: (
            DOCUMENT
            + "x-a: [!!binary aGk=, !!set {a, b}, !!omap [a: 1], !!timestamp 2001-01-01, !!float 1, !!int 0b1]\n"
        ),
    ),
    "a tag that lies": (
        "yaml",
        "either",
        lambda: DOCUMENT + "x-a: [!!int x, !!bool perhaps, !!null 7, !!map [1], !!seq {a: 1}]\n",
    ),
    "a tag on the root": ("yaml", "refuse", lambda: "--- !!python/dict\n" + DOCUMENT),
}
"""Name, file suffix, outcome and how the document is made."""
