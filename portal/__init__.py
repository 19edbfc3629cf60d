"""The window to the street: public pages and feedback links."""
