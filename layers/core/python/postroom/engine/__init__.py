"""What happens next: turns of executions, dispatches and their recovery, as pure decisions."""
