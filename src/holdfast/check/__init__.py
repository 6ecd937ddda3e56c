"""Text, chat, e-mail → reading: stage, signs with their place, bluff, identifiers, demand, next steps.

>>> from holdfast.check.read import read_text
"""
