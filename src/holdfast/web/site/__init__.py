"""The guide as static pages: no server, no storage, no script needed. ``holdfast site OUT`` writes them."""
