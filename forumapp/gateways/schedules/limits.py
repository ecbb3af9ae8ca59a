"""What the reading of one file is held to."""

LARGEST = 25 * 2**20  # bytes of the file
MEGABYTES = 256  # of memory
SECONDS = 4  # of computing; of the five that an import may take, the rest is the caller's
