"""The typesetter: a letter and the profile of its place in, a file out; one module a format, all alike."""

from letters.writing import docx, ofd, pdf
from letters.writing.written import Writer, Written

WRITERS: dict[str, Writer] = {
    "docx": docx.write,
    "ofd": ofd.write,
    "pdf": pdf.write,
}

__all__ = ["WRITERS", "Writer", "Written"]
