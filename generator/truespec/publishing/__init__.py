"""What a reader of an API gets: one spec, its schemas, a reference to browse, the client to install."""
