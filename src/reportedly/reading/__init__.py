"""Reading: a revision in, its statements and claims out. Pure, deterministic, no network, no ledger."""

from reportedly.reading._joint import Reader, default_reader

__all__ = ["Reader", "default_reader"]
