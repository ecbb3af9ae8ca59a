"""Use cases: check access, load, let the domain decide, write, record. They flush; edges commit."""
