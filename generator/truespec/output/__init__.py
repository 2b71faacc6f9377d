"""From files in memory to folders: what was made from what, written whole or not at all, and whether it is fresh."""
