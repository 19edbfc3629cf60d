"""The verbs of the answer: keyword-only, atomic, always by whom, on which day, entered when."""
