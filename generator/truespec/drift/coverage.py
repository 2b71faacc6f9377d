"""How much of what pages say is in the spec, and how much of the spec is said by pages."""

from __future__ import annotations

from dataclasses import asdict, dataclass

__all__ = ["Coverage"]


@dataclass(slots=True)
class Coverage:
    """Counts of one API, kinds of evidence apart.

    ``stated`` facts of the pages, ``stated_in`` those that the spec agrees with, ``excluded`` those of the others that
    are waived; ``sampled`` and ``sampled_in`` the same of samples; ``hidden`` the places that pages have and do not
    show.  Of what the spec says, ``documented`` is stated, ``assumed`` carries a reason, ``unsupported`` would be shown
    and is not, and of ``unseen`` the pages could not show anything.
    """

    stated: int = 0
    stated_in: int = 0
    excluded: int = 0
    sampled: int = 0
    sampled_in: int = 0
    hidden: int = 0
    documented: int = 0
    assumed: int = 0
    unsupported: int = 0
    unseen: int = 0

    def __str__(self) -> str:
        """Write the sentence of a report."""
        waived = f" ({self.excluded} waived)" if self.excluded else ""
        samples = f"{self.sampled_in} of {self.sampled} sample facts; " if self.sampled else ""
        places = "place" if self.hidden == 1 else "places"
        return (
            f"{self.stated_in} of {self.stated} stated facts in the spec{waived}; {samples}"
            f"{self.hidden} {places} the page hides; {self.assumed} assumed, {self.unsupported} unsupported"
        )

    def as_json(self) -> dict[str, int]:
        """Return the counts as plain data."""
        return asdict(self)
