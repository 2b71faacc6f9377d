"""Servers of the documented APIs, written from what is documented and without the mock: each a folder of this one.

A folder has ``Server(mutant="", variant="")``, which answers a request as a function does and lets a second pass
between two; ``ACCESS``, how it is asked; ``MUTANTS``, a name for each documented fact it can break, by class; and
``VARIANTS``, the ways in which servers may differ where the documentation is silent.

An API that is none of the catalogue's has its ``openapi.yaml`` and ``behaviour.yaml`` beside its server, and can be
checked without the second (``--rules without``).
"""
