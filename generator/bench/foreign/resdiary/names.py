"""The members of a customer with their types, and the names that the page does not print."""

from __future__ import annotations

from typing import Final

__all__ = ["ANSWERED", "GUESSED", "KINDS", "OTHER"]

_TEXT: Final = (
    "Title FirstName Surname Company Department Email Phone Mobile Comments MembershipId Field1 Field2 Field3 Field4"
    " Field5 GroupEmailMarketingOptInText GroupSmsMarketingOptInText RestaurantEmailMarketingOptInText"
    " RestaurantSmsMarketingOptInText IpAddress"
)
_FLAGS: Final = (
    "IsVip ReceiveEmailMarketing ReceiveSmsMarketing IsDrinkingAge ReceiveRestaurantEmailMarketing"
    " ReceiveRestaurantSmsMarketing"
)
KINDS: Final = {
    **dict.fromkeys(_TEXT.split(), "text"),
    **dict.fromkeys(_FLAGS.split(), "flag"),
    **dict.fromkeys(("PhoneCountryCode", "MobileCountryCode"), "number"),
    **dict.fromkeys(("Birthday", "Anniversary"), "time"),
    "CustomerCodes": "numbers",
    "CustomerValidationType": "choice",
}
"""What may be sent of a customer, and as what."""

ANSWERED: Final = [name for name in KINDS if name not in {"IpAddress", "CustomerValidationType"}]
"""What is sent and told again."""

GUESSED: Final = {
    "merge": "/Customers/Merge",
    "delete": "/Customers/Delete",
    "unsubscribe": "/Customers/Unsubscribe",
    "master": "MasterCustomerId",
    "ids": "CustomerIds",
    "marked": "DeletedCustomerIds",
    "skipped": "SkippedCustomerIds",
    "mode": "MarketingCommunicationMode",
}
OTHER: Final = {
    "merge": "/Customers/Combine",
    "delete": "/Customers/ScheduleDeletion",
    "unsubscribe": "/Customers/Unsubscribe",
    "master": "MasterId",
    "ids": "Customers",
    "marked": "Marked",
    "skipped": "Skipped",
    "mode": "Mode",
}
"""As good a guess: a server may call them so."""
