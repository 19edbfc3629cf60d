"""The office: who works here, working days, moves, clocks, reminders; knows no proposal."""
