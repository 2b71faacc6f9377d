"""Readers of what holds OpenAPI as such: documents, fragments in fences, and blocks in the source of a page."""
