"""Tests of linking, on readings written by hand."""
