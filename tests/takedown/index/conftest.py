"""Every test of the index runs with the kernel, at each of its levels where it matters, and with numpy alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.takedown.compiled import kernel


@pytest.fixture(params=["kernel", "numpy"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Once with the compiled kernel, where it was built, and once without."""
    if request.param == "numpy":
        monkeypatch.setenv("HOLDFAST_KERNEL", "off")
    else:
        pytest.importorskip("holdfast.takedown._kernel", reason="no compiler was there")
    return str(request.param)


@pytest.fixture(params=[0, 1, 2, 3])
def level(request: pytest.FixtureRequest) -> Iterator[int]:
    """Plain C, popcnt, AVX2, AVX-512: as far as this processor goes."""
    compiled = kernel()
    if compiled is None:
        pytest.skip("no compiler was there")
    best = compiled.level()
    if request.param > best:
        pytest.skip("this processor cannot")
    yield compiled.level(request.param)
    compiled.level(best)
