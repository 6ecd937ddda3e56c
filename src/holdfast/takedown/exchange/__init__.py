"""The exchange: people's fingerprints in, platforms' software out, and what happened at each platform back.

It never receives a picture. :class:`holdfast.takedown.exchange.exchange.Exchange` is the whole of it for the doors.
"""
