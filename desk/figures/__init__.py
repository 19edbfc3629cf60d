"""Figures of the supervisor's overview, one function each."""
