"""What becomes of one record: made, read, changed, filled again, deleted, and kept as it was sent."""
