"""The answer over HTTP: replies and copies."""
