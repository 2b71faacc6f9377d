"""Readers of saved text: what was copied from a browser, its inner text, and what a crawler made of a page."""
