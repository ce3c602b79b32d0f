"""Which contact a mail is from: shared by every action that links a mail to a contact."""
