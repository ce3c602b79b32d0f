"""Postroom's domain: pure rules over plain values; no I/O, no environment, no clock."""

VERSION = "0.1.0"
"""The release; a test compares it with pyproject.toml."""
