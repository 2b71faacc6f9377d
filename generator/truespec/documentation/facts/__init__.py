"""Facts of a page and the surface they make: places, sentences as digests, and the normal form they are compared in."""
