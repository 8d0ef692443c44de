"""`python -m assistant` is the `aerocite` command."""

from assistant.cli import cli

if __name__ == "__main__":
    cli(prog_name="aerocite")
