"""A PostgreSQL server in a folder of its own, reached by a socket in that folder and by nothing else."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cluster"]


@dataclass
class Cluster:
    """A PostgreSQL server that belongs to whoever started it."""

    folder: Path
    programs: Path
    databases: int = 0

    def run(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL; as root it is done as the user that Debian's package makes."""
        user = "postgres" if os.geteuid() == 0 else None
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, check=True, user=user, stdout=subprocess.DEVNULL, cwd=self.folder)

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-o", options, "-l", log, "-w", "-t", "300", "-s", "start")

    def stop(self) -> None:
        """Stop the server at once, whoever is connected."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-s", "stop")

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        self.databases += 1
        name = f"mock{self.databases}"
        self.run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        return f"postgresql://postgres@/{name}?host={self.folder}"
