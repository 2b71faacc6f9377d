"""What every family of rules stands on: the run and its records, names and places, values, and what is beyond doubt."""
