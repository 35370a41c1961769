#!/usr/bin/env python
"""Every command of the portal; `manage.py up` runs the whole of it."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beihu.settings")
    if sys.argv[1:2] == ["up"]:  # it writes <data>/env, so it must not read its answers of last time
        os.environ["BEIHU_UP"] = "1"
    execute_from_command_line(sys.argv)
