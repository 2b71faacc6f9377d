"""Keep a vendor's documentation, an OpenAPI spec, a generated client and a server true to each other."""

__all__ = ["__version__"]

__version__ = "0.1.0"
