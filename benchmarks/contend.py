"""A contender's own process: `python -m benchmarks.contend module:function '{"given": …}'` prints JSON at the end."""

import json
import os
import sys
from importlib import import_module


def main() -> None:
    """The function is handed what is given by name; what it returns is the last line printed."""
    module, function = sys.argv[1].split(":")
    print(json.dumps(getattr(import_module(f"benchmarks.{module}"), function)(**json.loads(sys.argv[2]))), flush=True)
    os._exit(0)  # a peer's thread that never ends must not hold up the others


if __name__ == "__main__":
    main()
