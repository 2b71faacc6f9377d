"""Searches: where they look, where they do not, and what of what they find comes first."""
