"""What the suites share: how much is tried, and whether an API's checks are quick or thorough."""

from __future__ import annotations

from typing import cast

import pytest
from truespec.checking.run import PROFILES, Profile


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--truespec-profile``."""
    parser.addoption("--truespec-profile", choices=PROFILES, default="quick", help="how much the checks try")


@pytest.fixture(scope="session")
def profile(request: pytest.FixtureRequest) -> Profile:
    """How much the checks try."""
    return cast("Profile", request.config.getoption("--truespec-profile"))
