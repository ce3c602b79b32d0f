"""Which workflows an event starts, and why each other one not."""
