"""The commands that talk to an installation: a file for each first word, a line for each second."""
