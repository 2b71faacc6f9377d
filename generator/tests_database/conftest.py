"""A PostgreSQL for these tests alone: a new cluster in a temporary folder."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cluster import Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    with tempfile.TemporaryDirectory(prefix="truespec-postgresql-") as name:
        cluster = Cluster(Path(name), programs[-1])
        if os.geteuid() == 0:
            shutil.chown(name, "postgres")
        cluster.run("initdb", "-D", str(cluster.folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8")
        cluster.start()
        yield cluster
        with contextlib.suppress(subprocess.CalledProcessError):
            cluster.stop()


@pytest.fixture
def url(cluster: Cluster) -> str:
    """The URL of an empty database."""
    return cluster.new_database()
