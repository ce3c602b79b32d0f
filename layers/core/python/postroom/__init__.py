"""Postroom's domain: pure rules over plain values; no I/O, no environment, no clock."""
