"""What the tests of fingerprints share: the reference, and the answer that was given."""

from __future__ import annotations

import numpy as np
import pdqhash
import pytest

from holdfast.takedown.age import Adults, adults_only


def reference(picture: np.ndarray) -> tuple[bytes, int]:
    """What PyPI ``pdqhash`` says: bits in the order of the hex, and quality."""
    if picture.ndim == 2:
        picture = np.repeat(picture[..., None], 3, axis=2)
    bits, quality = pdqhash.compute(np.ascontiguousarray(picture))
    return np.packbits(bits.astype(np.uint8)).tobytes(), int(quality)


@pytest.fixture
def adults() -> Adults:
    return adults_only("18_or_over")


@pytest.fixture(params=["kernel", "numpy"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with the compiled kernel, where it was built, and once without."""
    if request.param == "numpy":
        monkeypatch.setenv("HOLDFAST_KERNEL", "off")
    else:
        pytest.importorskip("holdfast.takedown._kernel", reason="no compiler was there")
    return str(request.param)
