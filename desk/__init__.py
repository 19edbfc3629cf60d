"""The room where people work: every page behind the log-in."""
