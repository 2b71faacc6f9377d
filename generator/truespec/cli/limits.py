"""The options of every command that reads a document: how large it may be, and which hosts it may refer to."""
