"""Who may do what: credentials, roles, places that keep their records apart, and limits of requests."""
