"""Tests of the tests: mutants of the mock of an API, derived from its contract, and who kills them."""
