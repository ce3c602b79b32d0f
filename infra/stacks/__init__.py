"""The stacks of an installation: what must not be lost, and what works on it."""
