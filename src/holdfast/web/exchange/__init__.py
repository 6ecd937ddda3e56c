"""The face of the exchange: the feed for partners, the person's API, and the operator's pages."""
