"""One finder for each kind of identifier; ``holdfast.check.identifiers`` joins them."""
