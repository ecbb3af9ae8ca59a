"""What every page shares: identity, guard, errors, languages, headers, cached pages."""
