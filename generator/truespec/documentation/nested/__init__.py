"""What is below what, where a page prints members one after the other and a sample is the witness."""
