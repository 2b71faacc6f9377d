"""A stand-in server made from the contract alone: it validates, remembers, and misbehaves where it is asked to."""
