"""Lists of proposals → validated rows → the verbs of filing; a report of every row that was refused."""
