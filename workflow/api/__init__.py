"""What every API of the house shares: keys, pages, problem documents, moves."""
