"""Whom a mail did not reach, read from what the delivering systems write: one file per form of report."""
