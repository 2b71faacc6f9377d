"""A server against its contract: what it answers, what it keeps, and which documented fact it breaks."""
