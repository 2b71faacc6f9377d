"""What we say: a hand-written OpenAPI document, read with the place of everything in it, and checked."""

__all__: list[str] = []
