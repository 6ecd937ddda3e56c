"""The one exchange of this process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from holdfast.home import pepper
from holdfast.takedown.exchange.exchange import Exchange, open_exchange
from holdfast.web.base.rooms import chance, clock


@cache
def exchange() -> Exchange:
    """On ``HOLDFAST_DATABASE``, else in the data folder. Raises WrongExchangeKey, NewerExchange, NotSaved, Busy."""
    return open_exchange(
        settings.DATABASE_ADDRESS,
        settings.HOME,
        pepper(),
        clock=clock,
        chance=chance,
        rate=settings.EXCHANGE_RATE,
    )
