"""Workflows: what a user writes, its versions, and how its parameters are rendered."""
