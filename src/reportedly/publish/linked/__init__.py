"""The ledger as documents that link: GeoJSON, JSON-LD with PROV, FollowTheMoney, Web Annotation."""
