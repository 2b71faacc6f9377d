"""The names that Python, pydantic and generated modules already use.

The tables are written out instead of asked of the interpreter: the same document must give the same names under every
version of Python.
"""

from __future__ import annotations

from typing import Final

__all__ = ["BUILTINS", "KEYWORDS", "RESERVED_CLASSES", "RESERVED_MEMBERS"]

KEYWORDS: Final = frozenset(
    {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    }
)  # fmt: skip
"""Words that cannot be names."""

BUILTINS: Final = frozenset(
    {
        "ArithmeticError", "AssertionError", "AttributeError", "BaseException", "BaseExceptionGroup",
        "BlockingIOError", "BrokenPipeError", "BufferError", "BytesWarning", "ChildProcessError",
        "ConnectionAbortedError", "ConnectionError", "ConnectionRefusedError", "ConnectionResetError",
        "DeprecationWarning", "EOFError", "Ellipsis", "EncodingWarning", "EnvironmentError", "Exception",
        "ExceptionGroup", "FileExistsError", "FileNotFoundError", "FloatingPointError", "FutureWarning",
        "GeneratorExit", "IOError", "ImportError", "ImportWarning", "IndentationError", "IndexError",
        "InterruptedError", "IsADirectoryError", "KeyError", "KeyboardInterrupt", "LookupError", "MemoryError",
        "ModuleNotFoundError", "NameError", "NotADirectoryError", "NotImplemented", "NotImplementedError", "OSError",
        "OverflowError", "PendingDeprecationWarning", "PermissionError", "ProcessLookupError",
        "PythonFinalizationError", "RecursionError", "ReferenceError", "ResourceWarning", "RuntimeError",
        "RuntimeWarning", "StopAsyncIteration", "StopIteration", "SyntaxError", "SyntaxWarning", "SystemError",
        "SystemExit", "TabError", "TimeoutError", "TypeError", "UnboundLocalError", "UnicodeDecodeError",
        "UnicodeEncodeError", "UnicodeError", "UnicodeTranslateError", "UnicodeWarning", "UserWarning", "ValueError",
        "Warning", "WindowsError", "ZeroDivisionError",
        "abs", "aiter", "all", "anext", "any", "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes", "callable",
        "chr", "classmethod", "compile", "complex", "copyright", "credits", "delattr", "dict", "dir", "divmod",
        "enumerate", "eval", "exec", "exit", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr",
        "hash", "help", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len", "license", "list",
        "locals", "map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord", "pow", "print",
        "property", "quit", "range", "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "staticmethod",
        "str", "sum", "super", "tuple", "type", "vars", "zip",
    }
)  # fmt: skip
"""Names that Python gives a meaning everywhere."""

RESERVED_MEMBERS: Final = frozenset(
    {
        "construct", "copy", "dict", "fields", "from_orm", "json", "model_computed_fields", "model_config",
        "model_construct", "model_copy", "model_dump", "model_dump_json", "model_extra", "model_fields",
        "model_fields_set", "model_json_schema", "model_parametrized_name", "model_post_init", "model_rebuild",
        "model_validate", "model_validate_json", "model_validate_strings", "mro", "parse_file", "parse_obj",
        "parse_raw", "register", "schema", "schema_json", "update_forward_refs", "validate",
    }
)  # fmt: skip
"""Names that pydantic's ``BaseModel`` or its metaclass already uses."""

RESERVED_CLASSES: Final = frozenset(
    {
        "Annotated", "Any", "BaseModel", "ConfigDict", "Decimal", "Dict", "Enum", "Field", "Generic", "List",
        "Literal", "Mapping", "Model", "Omit", "Optional", "Options", "Required", "RootModel", "Sequence", "Set",
        "Specified", "Tuple", "Type", "TypeAdapter", "TypeAlias", "TypeAliasType", "TypedDict", "UUID", "Union",
        "WireDate", "WireDateTime", "WireDecimal", "WireDecimalNumber", "WireUUID",
    }
)  # fmt: skip
"""Names that generated modules import; a class of the document may not hide them."""
