"""The case over HTTP: proposals, assignments, sessions."""
