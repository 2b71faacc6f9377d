"""Rules that a spec has in words and nowhere else: a reader of its own for each kind, for what is said beyond doubt."""
