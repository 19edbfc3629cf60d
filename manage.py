#!/usr/bin/env python
"""Django's command line, with the variables of .env where there is one."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from config.env import read_env_file


def main() -> None:
    read_env_file(Path(__file__).resolve().parent / ".env")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
