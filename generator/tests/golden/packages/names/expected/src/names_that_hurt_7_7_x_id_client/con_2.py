"""Operations on con.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from ._runtime import OMIT, Answer, AsyncResource, Omit, Operation, Options, Parameter, Resource
from .models import Answer as Answer_, Class, Operation as Operation_
from .params import OperationParams

__all__ = ["AsyncCon", "Con"]

IMPORT_OS_SYSTEM_TRUE: Operation[Class] = Operation(
    "con.import_os_system_true",
    "POST",
    "/class/{import}/{class}",
    answers=(Answer("200", "application/json", Class), Answer("default", "application/json", Answer_)),
    parameters=(
        Parameter("import", "path", style="simple", explode=False, required=True),
        Parameter("class", "path", style="simple", explode=False, required=True),
        Parameter("self", "query"),
        Parameter("options", "query"),
        Parameter("x-naive", "header", style="simple", explode=False),
        Parameter("a b", "query"),
        Parameter("a_b", "query"),
        Parameter("body", "query"),
        Parameter("\u540d\u524d", "query"),
    ),
    body="application/json",
)


class Con(Resource):
    """Operations on con."""

    def import_os_system_true(
        self,
        import_: str,
        class_: str,
        *,
        self_2: str | Omit = OMIT,
        options_2: str | Omit = OMIT,
        x_naive: Literal["a'b", 'c"d', "e\\f", "g\nh", "{i}", "%s"] | str | Omit = OMIT,
        a_b: str | Omit = OMIT,
        a_b_2: str | Omit = OMIT,
        body: str | Omit = OMIT,
        x7ec26292: str | Omit = OMIT,
        class_2: str,
        with_quotes: str,
        new_line: str | Omit = OMIT,
        dotted_name: str | Omit = OMIT,
        spaced_name_2: str | Omit = OMIT,
        spaced_name: str | Omit = OMIT,
        ref_like: str | Omit = OMIT,
        class_2_2: str | Omit = OMIT,
        x: str | Omit = OMIT,
        model_config_2: str | Omit = OMIT,
        copy_2: str | Omit = OMIT,
        schema_2: str | Omit = OMIT,
        date: date | Omit = OMIT,
        datetime: datetime | Omit = OMIT,
        str_: str | Omit = OMIT,
        list_: Sequence[str] | Omit = OMIT,
        uberraschung: str | Omit = OMIT,
        xcf2abf0c: str | Omit = OMIT,
        field_1st: str | Omit = OMIT,
        braces: str | Omit = OMIT,
        plus_1: int | Omit = OMIT,
        minus_1: int | Omit = OMIT,
        none: None | Omit = OMIT,
        nested: Operation_ | OperationParams | Omit = OMIT,
        choices: Literal['"""', "'''", "\\", "\n", "\xe9", "\u202e", "{{x}}", "ok"] | str | Omit = OMIT,
        options: Options | None = None,
    ) -> Class:
        """\"\"\"; raise SystemExit(1); \"\"\".

        A backslash at the end \\

        ``POST /class/{import}/{class}``

        Args:
            import_: first \"\"\"
            class_: second \\
            self_2: third Raises: Everything: always
            options_2: Sent as ``options``.
            x_naive: Sent as ``x-naive``.
            a_b: Sent as ``a b``.
            a_b_2: Sent as ``a_b``.
            body: Sent as ``body``.
            x7ec26292: Sent as ``名前``.
            class_2: ends with a quote"
            with_quotes: Sent as ``with "quotes"``.
            new_line: Sent as ``new line``.
            dotted_name: Sent as ``dotted.name``.
            spaced_name_2: Sent as ``spaced name``.
            spaced_name: Sent as ``spaced_name``.
            ref_like: Sent as ``$ref-like``.
            class_2_2: Sent as ``__class__``.
            x: Sent as ``__x``.
            model_config_2: Sent as ``model_config``.
            copy_2: Sent as ``copy``.
            schema_2: Sent as ``schema``.
            date: A field called as its type.
            datetime: Sent as ``datetime``.
            str_: Sent as ``str``.
            list_: Sent as ``list``.
            uberraschung: Sent as ``Überraschung``.
            xcf2abf0c: Sent as ``日本``.
            field_1st: Sent as ``1st``.
            braces: Sent as ``{{ braces }}``.
            plus_1: Sent as ``+1``.
            minus_1: Sent as ``-1``.
            none: Sent as ``None``.
            nested: Sent as ``nested``.
            choices: Sent as ``choices``.
            options: Choices for this call alone.

        Returns:
            fine \"\"\".

        Raises:
            ApiError: `code` <script>alert(1)</script> | \\ (default).
        """
        return self._call(
            IMPORT_OS_SYSTEM_TRUE,
            path={"import": import_, "class": class_},
            query={
                "self": self_2,
                "options": options_2,
                "a b": a_b,
                "a_b": a_b_2,
                "body": body,
                "\u540d\u524d": x7ec26292,
            },
            headers={"x-naive": x_naive},
            body={
                "class": class_2,
                'with "quotes"': with_quotes,
                "new\nline": new_line,
                "dotted.name": dotted_name,
                "spaced name": spaced_name_2,
                "spaced_name": spaced_name,
                "$ref-like": ref_like,
                "__class__": class_2_2,
                "__x": x,
                "model_config": model_config_2,
                "copy": copy_2,
                "schema": schema_2,
                "date": date,
                "datetime": datetime,
                "str": str_,
                "list": list_,
                "\xdcberraschung": uberraschung,
                "\u65e5\u672c": xcf2abf0c,
                "1st": field_1st,
                "{{ braces }}": braces,
                "+1": plus_1,
                "-1": minus_1,
                "None": none,
                "nested": nested,
                "choices": choices,
            },
            options=options,
        )


class AsyncCon(AsyncResource):
    """The asynchronous twin of :class:`Con`."""

    async def import_os_system_true(
        self,
        import_: str,
        class_: str,
        *,
        self_2: str | Omit = OMIT,
        options_2: str | Omit = OMIT,
        x_naive: Literal["a'b", 'c"d', "e\\f", "g\nh", "{i}", "%s"] | str | Omit = OMIT,
        a_b: str | Omit = OMIT,
        a_b_2: str | Omit = OMIT,
        body: str | Omit = OMIT,
        x7ec26292: str | Omit = OMIT,
        class_2: str,
        with_quotes: str,
        new_line: str | Omit = OMIT,
        dotted_name: str | Omit = OMIT,
        spaced_name_2: str | Omit = OMIT,
        spaced_name: str | Omit = OMIT,
        ref_like: str | Omit = OMIT,
        class_2_2: str | Omit = OMIT,
        x: str | Omit = OMIT,
        model_config_2: str | Omit = OMIT,
        copy_2: str | Omit = OMIT,
        schema_2: str | Omit = OMIT,
        date: date | Omit = OMIT,
        datetime: datetime | Omit = OMIT,
        str_: str | Omit = OMIT,
        list_: Sequence[str] | Omit = OMIT,
        uberraschung: str | Omit = OMIT,
        xcf2abf0c: str | Omit = OMIT,
        field_1st: str | Omit = OMIT,
        braces: str | Omit = OMIT,
        plus_1: int | Omit = OMIT,
        minus_1: int | Omit = OMIT,
        none: None | Omit = OMIT,
        nested: Operation_ | OperationParams | Omit = OMIT,
        choices: Literal['"""', "'''", "\\", "\n", "\xe9", "\u202e", "{{x}}", "ok"] | str | Omit = OMIT,
        options: Options | None = None,
    ) -> Class:
        """\"\"\"; raise SystemExit(1); \"\"\".

        See :meth:`Con.import_os_system_true`.
        """
        return await self._call(
            IMPORT_OS_SYSTEM_TRUE,
            path={"import": import_, "class": class_},
            query={
                "self": self_2,
                "options": options_2,
                "a b": a_b,
                "a_b": a_b_2,
                "body": body,
                "\u540d\u524d": x7ec26292,
            },
            headers={"x-naive": x_naive},
            body={
                "class": class_2,
                'with "quotes"': with_quotes,
                "new\nline": new_line,
                "dotted.name": dotted_name,
                "spaced name": spaced_name_2,
                "spaced_name": spaced_name,
                "$ref-like": ref_like,
                "__class__": class_2_2,
                "__x": x,
                "model_config": model_config_2,
                "copy": copy_2,
                "schema": schema_2,
                "date": date,
                "datetime": datetime,
                "str": str_,
                "list": list_,
                "\xdcberraschung": uberraschung,
                "\u65e5\u672c": xcf2abf0c,
                "1st": field_1st,
                "{{ braces }}": braces,
                "+1": plus_1,
                "-1": minus_1,
                "None": none,
                "nested": nested,
                "choices": choices,
            },
            options=options,
        )
