"""The answer and what follows: drafts, clearance, numbers, copies, feedback, policy library."""
