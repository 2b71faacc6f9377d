"""The order of a list: by each documented key, in both directions, from one page to the next."""
