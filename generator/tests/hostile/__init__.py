"""A kit of documents that mean harm, and the judge of what becomes of them."""
