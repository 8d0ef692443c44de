"""The commands of `assistant.cli`, one file for each kind of work."""
