"""The verbs of the case: keyword-only, atomic, always by whom, on which day, entered when."""
