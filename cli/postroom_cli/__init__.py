"""The `postroom` command: offline tools over the core."""
