"""The camera guard: which camera is on, who uses it, since when; and how to switch it off."""
