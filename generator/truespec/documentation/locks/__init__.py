"""The lock of an API: what its pages said when they were last accepted."""
