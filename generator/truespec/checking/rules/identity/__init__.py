"""Which records are one: those that count as the same, what only one may have, and what merging leaves."""
