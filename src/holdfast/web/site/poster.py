"""The QR code of the poster."""

from __future__ import annotations

from io import BytesIO

import segno


def qr(address: str) -> str:
    """``address`` as an SVG picture that scales. Error correction Q: a poster gets scratched (ISO/IEC 18004)."""
    out = BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", border=4, scale=1, omitsize=True, xmldecl=False, nl=False, dark="#000", light="#fff"
    )
    return out.getvalue().decode()
