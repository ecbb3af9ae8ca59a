"""Checking in: the organiser's doors, the phones that keep them, and the ledger of attendance."""
