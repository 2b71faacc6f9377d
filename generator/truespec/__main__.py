"""Run the command line with ``python -m truespec``."""

from truespec.cli.main import main

if __name__ == "__main__":
    main()
