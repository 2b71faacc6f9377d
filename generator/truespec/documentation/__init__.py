"""What the pages say: saved pages read into facts, each with its line."""
