"""Looking fingerprints up: every bank hash within a distance of 0 to 31 bits, never an estimate.

``look`` compares (with the kernel or numpy), ``base`` is the file that is searched, ``bank`` the folder that changes.
"""
