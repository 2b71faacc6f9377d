"""What a user types: one file a verb, and one that prints."""
