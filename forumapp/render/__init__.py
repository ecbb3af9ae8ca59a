"""Facts in, bytes out: PDF, calendars, mail and the machine formats. Never reads the database."""
