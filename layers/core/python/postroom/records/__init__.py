"""The built-in store's records: one file per kind, with the look-ups they are found by."""
