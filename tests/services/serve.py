"""Runs functions on a real stack, one JSON line each: ``[module, function, arguments]`` in, the answer out.

One process does for a whole test: setting Django up costs more than most of what is asked.
"""

import json
import sys
from importlib import import_module

import django

django.setup()

from django.db import close_old_connections  # noqa: E402  Django must be set up first

if __name__ == "__main__":
    for line in sys.stdin:
        module, function, arguments = json.loads(line)
        close_old_connections()
        print(json.dumps(getattr(import_module(module), function)(*arguments)), flush=True)
