"""Use cases: check access, load, let the domain decide, write, record, enqueue. They flush; edges commit."""
