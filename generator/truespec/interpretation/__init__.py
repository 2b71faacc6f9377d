"""The only stairs from specification to contract: what a document says becomes what it means."""
