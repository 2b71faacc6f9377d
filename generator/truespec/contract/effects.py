"""The rules on what an operation does to records beyond making, reading and ending one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from truespec.contract.rule import BODY, Place, Rule

__all__ = [
    "BatchList",
    "Change",
    "Consent",
    "Deletion",
    "Existing",
    "Ignored",
    "Merge",
    "Move",
    "Outcome",
    "Part",
    "Unsubscription",
]


@dataclass(frozen=True, slots=True)
class Change(Rule):
    """What an update does to members that are not sent: ``partial`` leaves them alone, ``replace`` clears them.

    ``null`` says what one does that is sent as null: it ``clears`` the member of the record, or ``leaves`` it alone.
    """

    rule: Literal["partial", "replace"] = "partial"
    null: Literal["clears", "leaves"] | None = None


@dataclass(frozen=True, slots=True)
class Ignored(Rule):
    """Members that a request may send and a record does not take up."""

    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Consent(Rule):
    """Consents that are sent in one form and kept as a list of objects.

    ``form`` is ``list`` (keys of what is agreed to) or ``map`` (from a key to yes or no). A record keeps them under
    ``member``, each with its ``key``, the ``flag``, and the times of the last yes (``agreed``) and no (``refused``).
    """

    place: Place = BODY
    form: Literal["list", "map"] = "list"
    member: str = ""
    key: str = ""
    flag: str = ""
    agreed: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Merge(Rule):
    """The records with the keys at ``others`` become part of the one the action's key names, and are gone."""

    others: Place = BODY


@dataclass(frozen=True, slots=True)
class Deletion(Rule):
    """Many records are marked for deletion: where the answer lists the keys ``deleted`` and those ``skipped``."""

    deleted: Place = BODY
    skipped: Place = BODY


@dataclass(frozen=True, slots=True)
class Unsubscription(Rule):
    """The word at ``mode`` chooses the members of the records that become false."""

    mode: Place = BODY
    members: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Part(Rule):
    """An element is added to a list in the record, or removed: ``key`` of it has the value at ``place``."""

    effect: Literal["add", "remove"] = "add"
    member: str = ""
    key: str = ""
    place: Place = BODY


@dataclass(frozen=True, slots=True)
class Move(Rule):
    """A record goes from one state to another: ``member`` gets the ``value``, or what the request says at ``place``.

    ``steps`` are the states that may follow on each; any other step is refused with ``status``. Without any steps,
    every state may follow on every other.
    """

    member: str = ""
    place: Place | None = None
    value: str = ""
    steps: tuple[tuple[str, tuple[str, ...]], ...] = ()
    status: int = 409

    def may_follow(self, state: object, wanted: object) -> bool:
        """Say whether a record in one state may go on to another."""
        return not self.steps or wanted in dict(self.steps).get(str(state), ())


@dataclass(frozen=True, slots=True)
class Existing(Rule):
    """What happens to a record that is already there.

    ``fill-null`` sets only members that are null so far, ``replace`` takes over what was sent, ``partial`` too and
    leaves all else alone, ``renew`` too and clears all else, ``keep`` changes nothing.
    """

    rule: Literal["fill-null", "replace", "partial", "renew", "keep"] = "keep"


@dataclass(frozen=True, slots=True)
class BatchList(Rule):
    """One list of a batch: what is done for each element at ``items``, which names its record by the member ``key``.

    ``existing`` says what an upsert does to a record that is there.
    """

    items: Place = BODY
    kind: Literal["create", "update", "delete", "upsert"] = "create"
    key: str = ""
    existing: Existing | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Rule):
    """The status of a batch: ``done`` when every element went well, ``failed`` when any did not."""

    done: int = 200
    failed: int = 207
