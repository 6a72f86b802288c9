"""One reader a format. They run in the guarded child only."""
