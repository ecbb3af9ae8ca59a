"""Checking in: doors, what a badge is answered, what the scans add up to."""
