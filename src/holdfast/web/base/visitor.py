"""From which address a request comes, seen through the proxies before us."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def address_of(request: HttpRequest) -> Address | None:
    """Who came to the first of our proxies, or the proxy itself where nobody is named. None: cannot be known.

    Each proxy adds to ``X-Forwarded-For`` who came to it; from the last entry backwards, the first that is no proxy
    of ours is who came. What stands before that anybody can have written.
    """
    chain = [part for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    try:
        address = _address(request.META.get("REMOTE_ADDR", ""))
        while _is_proxy(address) and chain:
            address = _address(chain.pop())
    except ValueError:
        return None
    return address


def network_of(request: HttpRequest) -> str:
    """/24 of IPv4, /56 of IPv6: what one household or phone mast shares. "" where it cannot be known."""
    address = address_of(request)
    if address is None or _is_proxy(address):
        return ""
    return str(ipaddress.ip_network((address, 24 if address.version == 4 else 56), strict=False))


def _address(text: str) -> Address:
    """Raises ValueError. ``::ffff:192.0.2.1`` is the IPv4 address that it holds."""
    found = ipaddress.ip_address(text.strip())
    return getattr(found, "ipv4_mapped", None) or found


def _is_proxy(address: Address) -> bool:
    return any(address in ipaddress.ip_network(proxy, strict=False) for proxy in settings.PROXIES)
