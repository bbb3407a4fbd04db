"""How the shipped weights are made: corpus, conversion, training, export. Not part of the wheel."""
