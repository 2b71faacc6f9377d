"""Lists, however they come in parts: found, walked to their end, and asked for this and that."""
