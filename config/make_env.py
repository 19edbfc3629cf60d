"""Write a .env for one machine: a random secret and local settings, readable by its owner only."""

import os
import secrets
import sys
from pathlib import Path


def main(path: Path) -> None:
    # Created with its final mode, so that the secret is never readable by others, not even for a moment.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\nDJANGO_SETTINGS_MODULE=config.settings.local\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
