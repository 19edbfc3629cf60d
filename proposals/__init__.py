"""The case: filed, assigned, handled, by when."""
