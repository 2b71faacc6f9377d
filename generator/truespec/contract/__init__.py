"""What a spec means: frozen dataclasses that every later room reads and none changes."""
