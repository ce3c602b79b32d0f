"""What a mail is about: a category with a confidence and the evidence for it."""
