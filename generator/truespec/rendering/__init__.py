"""From a contract to the files of a client package, in memory: pure, no disk."""
