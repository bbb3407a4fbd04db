"""The ledger as tables: CSV with its dictionary, Parquet, and the columns of ACLED and UCDP."""
