"""An event's own questions where they stand in forms: their fields, and words about them."""
