"""A small printer of documentation pages for tests, written from what rendered pages look like, in every form."""
