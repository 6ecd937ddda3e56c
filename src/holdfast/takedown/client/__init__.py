"""The partner's kit: a typed client of the hash feed, a local mirror, and a reporter that loses nothing.

Needs nothing but Python. ``holdfast.takedown.tx`` is the class for Meta's Hasher-Matcher-Actioner.
"""
