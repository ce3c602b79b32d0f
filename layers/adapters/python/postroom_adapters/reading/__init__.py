"""What the API reads: lists newest first in pages, and single things with all that belongs to them."""
