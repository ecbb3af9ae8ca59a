"""Words for the domain's codes, and the catalogues of the interface."""
