"""Readers of the markup of a rendered page: its elements, and what its scripts carry."""
