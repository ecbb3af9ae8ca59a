"""A benchmark beside the tests: each figure is measured next to a hello-world page in one run."""
