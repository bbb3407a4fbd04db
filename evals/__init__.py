"""Quality, measured: `python -m evals [TASK ...]` prints scores beside pinned floors; a score under its floor is a failure."""
