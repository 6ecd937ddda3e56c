"""Take-down: fingerprints, the exact index of them, the exchange and its partners. No picture is ever stored."""
