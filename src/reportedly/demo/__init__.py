"""Sample reports on the border raid of 12 March 2024, in our own words: two captures, morning and noon."""
