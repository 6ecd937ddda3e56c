"""Holdfast: help for people who are being blackmailed with sexual pictures."""

__version__ = "0.1.0"
