"""Every test of the pages has the fixtures of ``fixtures.py``."""

from tests.web.fixtures import client, home, hosted, new_client, tables

__all__ = ["client", "home", "hosted", "new_client", "tables"]
