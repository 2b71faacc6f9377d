"""The members of a customer, what may be sent of them, and what a server makes of what is sent."""

from __future__ import annotations

import re
from typing import Any, Final

__all__ = ["LANGUAGES", "SENT", "TEXTS", "Refused", "fresh", "read_customer"]

_WORDS: Final = (
    "af sq am ar hy as az ba eu be bn bs br bg my ca ceb ny zh zh-TW co hr cs da dv nl en eo et fo tl fi fr fy gl ka "
    "de el kl gu ht ha haw he hi hmn hu is ig ilo id iu ga it ja jv kn kk km rw ko ku ky lo la lv lt lb mk mg ms ml "
    "mt mi mr arn mn moh ne no oc or ps fa pl pt pa qu ro ru sm gd sr st sn sd si sk sl so es su sw sv tg ta tt te th "
    "bo tr tk uk ur ug uz vi cy xh yi yo zu"
)
LANGUAGES: Final = frozenset(_WORDS.split())
_SYSTEMS: Final = "zenchef ubereats deliveroo zelty sevenrooms meta mews oracle partouche como theFork chr365"
_IDS: Final = tuple(f"{name}Id" for name in _SYSTEMS.split(" "))
TEXTS: Final = (
    "description", "company", "firstName", "lastName", "displayName", "phoneNumber", "email", "civility", *_IDS,
)  # fmt: skip
SENT: Final = (*TEXTS, "language", "smsOptin", "emailOptin", "metadata")
_LAX: Final = {"language": "accepts-odd-language", "metadata": "accepts-odd-metadata", "email": "accepts-odd-email"}


class Refused(Exception):  # noqa: N818 - it names what happened
    """A request is answered with this status."""

    def __init__(self, status: int, why: str = "refused") -> None:
        super().__init__(why)
        self.status = status
        self.told: Any = {"statusCode": status, "message": [why], "error": "Refused"}


def _fits(name: str, value: Any, word: str) -> bool:
    if name == "metadata":
        return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())
    if value is None:
        return word != "refuses-nulls" or name != "civility"
    if name in {"smsOptin", "emailOptin"}:
        return isinstance(value, bool) or (word == "accepts-number-optin" and str(value) in {"0", "1"})
    if name == "language":
        return isinstance(value, str) and (value in LANGUAGES or (word == "language-any-case" and len(value) < 4))
    if name == "email":
        return isinstance(value, str) and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) is not None
    return isinstance(value, str) or (word == "accepts-number-ids" and name in _IDS and not isinstance(value, bool))


def read_customer(sent: Any, word: str, *, batch: bool = False) -> dict[str, Any]:
    """Return what is sent of a customer.

    Raises:
        Refused: It is no customer.
    """
    if not isinstance(sent, dict):
        raise Refused(400, "body")
    for name in sent:
        lax = word in {_LAX.get(name), "batch-unchecked" if batch else "unchecked"}
        if name in SENT and not lax and not _fits(name, sent[name], word):
            raise Refused(422 if word == "other-statuses" else 400, name)
        if name not in SENT and word == "strict":
            raise Refused(400, name)
    read = {name: sent.get(name) for name in SENT}
    texts = [value for value in sent.values() if isinstance(value, str)]
    failing = {
        "crash-empty-name": "" in texts,
        "crash-no-email": read["email"] is None and read["phoneNumber"] is None,
        "crash-long": any(len(text) > 255 for text in texts),
        "crash-metadata": "metadata" in sent and not sent["metadata"],
        "crash-right-to-left": any("\u0590" <= character < "\u0700" for text in texts for character in text),
        "crash-null-language": "language" in sent and sent["language"] is None,
        "refuses-zh": False,
    }
    if failing.get(word):
        raise Refused(500, "boom")
    refused = {
        "refuses-zh": read["language"] == "zh-TW",
        "refuses-plus": "+" in str(read["email"]),
        "refuses-optin-alone": read["smsOptin"] is not None and read["emailOptin"] is None,
        "strict": not (read["email"] or read["phoneNumber"]) or any(len(text) > 120 for text in texts)
        or bool(read["phoneNumber"] and not re.fullmatch(r"\+?[\d ]{6,15}", str(read["phoneNumber"]))),
    }  # fmt: skip
    if refused.get(word):
        raise Refused(400, "not taken")
    return _made(read, word)


def _made(read: dict[str, Any], word: str) -> dict[str, Any]:
    if word == "normalises":
        read = {name: value.strip() or None if isinstance(value, str) else value for name, value in read.items()}
        read["email"] = read["email"].lower() if read["email"] else None
        read["phoneNumber"] = re.sub(r"[^\d+]", "", read["phoneNumber"]) or None if read["phoneNumber"] else None
    if word in {"computes", "normalises"} and read["displayName"] is None:
        read["displayName"] = " ".join(filter(None, (read["firstName"], read["lastName"]))) or None
    if word == "computes":
        read |= {name: bool(read[name]) for name in ("smsOptin", "emailOptin")}
    if word == "language-small" and read["language"]:
        read["language"] = read["language"].lower()
    if word == "create-swaps-optins":
        read["smsOptin"], read["emailOptin"] = read["emailOptin"], read["smsOptin"]
    if word == "create-como-is-mews":
        read["mewsId"] = read["comoId"] or read["mewsId"]
    if word == "create-cuts-description" and read["description"]:
        read["description"] = read["description"][:40]
    lost = {"create-loses-fork": "theForkId", "create-loses-language": "language", "create-no-false": ""}.get(word, "-")
    return {name: None if name == lost or (lost == "" and value is False) else value for name, value in read.items()}


def fresh(key: str, moment: str, read: dict[str, Any], word: str) -> dict[str, Any]:
    """Return a new record of a customer."""
    metadata = {"import": read["metadata"]} if read["metadata"] and word != "computes" else {}
    rest = {"emailBounced": False, "tags": [], "type": "Unknown", "feedbackCount": 0, "purchaseCount": 0}
    if word == "computes":
        rest |= {"type": "Lead", "emailBounced": None, "tags": None}
    return {
        "id": key, "createdAt": moment, "updatedAt": moment, **{name: read[name] for name in SENT if name in read},
        **rest, "averageFeedbackRating": None if word == "computes" else "0.0",
        "dataSources": ["Import"] if word == "computes" else ["Google"], "metadata": metadata,
    }  # fmt: skip
