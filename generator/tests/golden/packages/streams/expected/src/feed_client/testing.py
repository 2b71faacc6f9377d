"""A fake server for tests.

Made by truespec from the specification of the API; edits are refused and would be lost.
"""

from ._runtime.testing import Fake

__all__ = ["Fake"]
