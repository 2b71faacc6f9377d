"""Requests with several records: each element is done by the rules for one, and answered for."""
