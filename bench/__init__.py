"""Speed, measured: `python -m bench` prints ratios against a bare baseline in the same run. Medians; never a test."""
