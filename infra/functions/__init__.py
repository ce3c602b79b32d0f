"""One small file for each Lambda function: its memory, its time, what it may touch and which settings it reads."""
