"""Filters of a list: what fits is shown and nothing else, alone, together, in each order and page by page."""
