"""The actions: one file each, a pure plan that yields effects."""
