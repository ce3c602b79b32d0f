"""Attached documents as text: what a person sees on the page, in the order in which they read it."""
