"""A customer API to try the checks on: its spec, its rules, a server written by hand, and the mutants of that."""
