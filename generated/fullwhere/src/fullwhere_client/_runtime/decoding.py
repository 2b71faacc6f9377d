"""The pure half of receiving: an answer becomes a typed value or a typed error."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import ValidationError

from .errors import ApiError, DecodeError, UnexpectedContentType, UnexpectedStatus, error_class, status_reason
from .fitting import differences, fit, path_text, unknown_fields
from .message import HttpAnswer
from .operation import Answer, Operation
from .places import at
from .specified import answer_schema, schemas
from .strict_json import is_surely_strict, parse, without_bom
from .surprise import Surprise, SurpriseKind
from .values import is_json
from .words import charset_of

__all__ = ["declared_answer", "decode", "decode_item", "decode_json", "error_of", "result"]

_KEPT_BYTES = 2048
"""How much of a body that cannot be decoded an error keeps."""

Tell = Callable[[Surprise], None]
_Difference = tuple[str, SurpriseKind]


def decode(operation: Operation[Any], answer: HttpAnswer, validation: str, tell: Tell | None) -> Any:
    """Return the value of a successful answer.

    In ``strict`` mode the answer must be as declared.  In ``lenient`` and ``report`` it becomes what fits; ``report``
    also compares and calls ``tell`` for each difference.

    Raises:
        UnreadableResponse: The body is not strict JSON, or of another media type, or (``strict``) of another shape.
        UnexpectedStatus: ``strict`` only: the status is a success that the operation does not declare.
    """
    declared = _declared(operation.answers, answer)
    if declared is None:
        if validation == "strict":
            raise UnexpectedStatus(status_reason(answer.status), status=answer.status, headers=answer.headers)
        if validation == "report" and tell is not None:
            tell(Surprise(operation.id, "", "status"))
        declared = declared_answer(operation, answer)
    if declared.type is None or operation.method == "HEAD":
        return None
    try:
        return _body(operation.id, declared, answer, validation, tell)
    except ApiError as error:
        error.status, error.headers, error.body = answer.status, answer.headers, answer.content[:_KEPT_BYTES]
        raise


def decode_json(name: str, declared: Answer, content: bytes, validation: str) -> Any:
    """Return the value of JSON that came in another way than as an answer; ``name`` is what is read.

    Raises:
        DecodeError: It is not strict JSON, or (``strict``) of another shape.
    """
    if not content:
        raise DecodeError("a body was expected, it is empty")
    return _json(name, declared, without_bom(content), validation, None)


def decode_item(operation: str, declared: Answer, content: bytes, *, validation: str, tell: Tell | None) -> Any:
    """Return the value of one item of a stream, which is JSON.

    Raises:
        DecodeError: It is not strict JSON, or (``strict``) of another shape.
    """
    return _json(operation, declared, content, validation, tell)


def declared_answer(operation: Operation[Any], answer: HttpAnswer) -> Answer:
    """Return what is declared for an answer; for a success that is not declared, what is for another one."""
    successes = (each for each in operation.answers if each.status.startswith("2"))
    return _declared(operation.answers, answer) or next(successes, Answer("default"))


def result(operation: Operation[Any], answer: HttpAnswer, body: Any) -> Any:
    """Return what the operation is asked for: the body, or what stands at a place inside it.

    Raises:
        DecodeError: Nothing is there, in whatever mode: there would be nothing to return.
    """
    found = at(body, operation.result)
    if found is None and operation.result:
        path = ".".join(operation.result)
        raise DecodeError(
            f"the answer has no {path}",
            paths=(path,),
            status=answer.status,
            headers=answer.headers,
            body=answer.content[:_KEPT_BYTES],
        )
    return found


def error_of(operation: Operation[Any], answer: HttpAnswer) -> ApiError:
    """Return the error for an answer that is not a success; never fails, whatever the body is."""
    return error_class(answer.status)(
        status_reason(answer.status),
        status=answer.status,
        headers=answer.headers,
        body=_error_body(_declared(operation.answers, answer), answer),
    )


def _declared(answers: Iterable[Answer], answer: HttpAnswer) -> Answer | None:
    """Return what is declared for this status, best the exact one, and for this media type if there are several."""
    exact, family = str(answer.status), f"{answer.status // 100}XX"
    for status in (exact, family, "default"):
        same = [each for each in answers if each.status.upper() == status.upper()]
        if same:
            essence = _media_type(answer)
            return next((each for each in same if each.media_type == essence), same[0])
    return None


def _body(operation: str, declared: Answer, answer: HttpAnswer, validation: str, tell: Tell | None) -> Any:
    if not is_json(declared.media_type or "application/json"):
        return _text(answer) if declared.type is str else answer.content
    essence = _media_type(answer)
    if essence and not is_json(essence):
        raise UnexpectedContentType(f"JSON was expected, the answer to status {answer.status} is of another type")
    if _charset(answer) not in {"utf-8", "utf8", "us-ascii"}:
        raise DecodeError("the body is in another encoding than UTF-8")
    if not answer.content:
        raise DecodeError("a body was expected, it is empty")
    return _json(operation, declared, without_bom(answer.content), validation, tell)


def _json(operation: str, declared: Answer, content: bytes, validation: str, tell: Tell | None) -> Any:
    found: tuple[_Difference, ...]
    schema = None if validation == "lenient" else answer_schema(operation, declared.status, declared.media_type)
    if schema is None:
        value, found = _validated(declared, content, exact=validation != "lenient")
    else:
        data = _parsed(content)
        places: Iterable[_Difference] = (
            (path_text(violation.path), violation.kind) for violation in schemas().violations(schema, data)
        )
        value, found = fit(declared.type, data), tuple(dict.fromkeys(places))
    if found and validation == "strict":
        raise _unlike([path for path, _ in found])
    if validation == "report" and tell is not None:
        _tell_all(operation, value, found, tell)
    return value


def _validated(declared: Answer, content: bytes, *, exact: bool) -> tuple[Any, tuple[_Difference, ...]]:
    """Return what a body becomes and what pydantic says against it, for an answer without a schema or a comparison."""
    try:
        value = declared.adapter.validate_json(content, strict=exact or None, by_alias=True, by_name=False)
    except ValidationError as error:
        data = _parsed(content)
        if error.errors(include_url=False, include_context=False, include_input=False)[0]["type"] == "json_invalid":
            raise DecodeError("the body is not JSON that can be read safely") from None
        return fit(declared.type, data), tuple(dict.fromkeys(differences(error, data)))
    if not is_surely_strict(content, value):
        _parsed(content)
    return value, ()


def _unlike(paths: list[str]) -> DecodeError:
    return DecodeError(f"the body is not as specified at {', '.join(paths[:5])}", paths=paths)


def _tell_all(operation: str, value: Any, found: Iterable[tuple[str, SurpriseKind]], tell: Tell) -> None:
    for path, kind in found:
        tell(Surprise(operation, path, kind))
    for path in unknown_fields(value):
        tell(Surprise(operation, path, "unknown"))


def _parsed(content: bytes) -> Any:
    try:
        return parse(content)
    except ValueError as error:
        raise DecodeError(str(error)) from None


def _error_body(declared: Answer | None, answer: HttpAnswer) -> Any:
    if not answer.content:
        return None
    if is_json(_media_type(answer) or "application/json"):
        try:
            data = parse(answer.content)
        except ValueError:
            return _text(answer)[:_KEPT_BYTES]
        return data if declared is None or declared.type in {None, str, bytes} else fit(declared.type, data)
    return _text(answer)[:_KEPT_BYTES]


def _media_type(answer: HttpAnswer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _charset(answer: HttpAnswer) -> str:
    return charset_of(answer.headers.get("content-type", "")) or "utf-8"


def _text(answer: HttpAnswer) -> str:
    try:
        return answer.content.decode(_charset(answer), "replace")
    except LookupError:  # an encoding nobody knows
        return answer.content.decode("utf-8", "replace")
