"""A child that never answers, held to one second of computing."""

import resource

resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
while True:
    pass
