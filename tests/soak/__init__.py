"""Long runs outside the default tests: `make soak`, or `python -m tests.soak --kills 200`."""
