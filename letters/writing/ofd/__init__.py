"""The letter as OFD (GB/T 33190-2016): the pages of the PDF as text objects and paths, with their fonts."""

from letters.writing.ofd.package import write

__all__ = ["write"]
