"""The typesetter and the reader: letters as plain data, in and out; knows no Django."""
