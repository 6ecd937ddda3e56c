"""The case room: seal, open, log, items, records, pack, verify. Knows no Django and no network."""
