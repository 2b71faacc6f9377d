"""Pages of a list: of the stated length, without repeat or loss, counted, the first and the last of them too."""
