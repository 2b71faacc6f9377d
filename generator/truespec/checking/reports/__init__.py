"""A run told to people and to programs: each report listens to the events of a run."""
