"""What must be done inside the application: `python -m tests.bench.inside COMMAND …`.

Each command prints one line, which the benchmark reads.
"""
