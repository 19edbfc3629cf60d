#!/usr/bin/env python
"""Django's command line, with the variables of .env where there is one."""

import os
import sys
from pathlib import Path

import environ
from django.core.management import execute_from_command_line


def main() -> None:
    # Before anything of ours is imported: the first import of the roof already asks which settings to use.
    env_file = Path(__file__).resolve().parent / ".env"
    if env_file.exists():
        environ.Env.read_env(env_file)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
