"""What pages say against what they said, and against the spec: differences, their weight, and how to mend the spec."""
