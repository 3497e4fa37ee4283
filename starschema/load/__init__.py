"""The only layer that writes: it stages the input, runs the set logic of `sql`, keeps the log and the quarantine."""
