"""Tracking numbers of carriers: one file per carrier; a further one is a file here and a line in `catalogue.py`."""
