"""Coin addresses: which coin a word is an address of, and whether its checksum passes.

Every scheme carries an example that passes and a counter-example that does not. Sources of the examples: BIP 173,
BIP 350, EIP-55, spec-cashaddr, the projects' own documentation; the rest are made from counted bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from holdfast.check.finding import base58, bech32, cashaddr, ethereum, monero

_B58 = "1-9A-HJ-NP-Za-km-z"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to write an address of ``coin``.

    ``shape``: letters and length, look-alikes not yet allowed. ``valid``: True or False by checksum, None where
    the address carries none. ``sure``: the shape alone says that an address is meant, also when the checksum fails.
    """

    coin: str
    shape: re.Pattern[str]
    valid: Callable[[str], bool | None]
    sure: bool
    example: str
    counter: str


def _base58(*versions: bytes, size: int = 20, alphabet: str = base58.BITCOIN) -> Callable[[str], bool | None]:
    def valid(word: str) -> bool | None:
        data = base58.checked(word, alphabet)
        return data is not None and any(
            data.startswith(version) and len(data) == len(version) + size for version in versions
        )

    return valid


def _segwit(part: str) -> Callable[[str], bool | None]:
    return lambda word: bech32.witness(word, part) is not None


def _cash(word: str) -> bool | None:
    return cashaddr.decode(word) is not None


def _monero(word: str) -> bool | None:
    return monero.checked(word) is not None


SCHEMES: tuple[Scheme, ...] = (
    Scheme(
        "btc",
        re.compile(r"bc1[ac-hj-np-z02-9]{8,87}|BC1[AC-HJ-NP-Z02-9]{8,87}"),
        _segwit("bc"),
        True,
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
    ),
    Scheme(
        "ltc",
        re.compile(r"ltc1[ac-hj-np-z02-9]{8,86}|LTC1[AC-HJ-NP-Z02-9]{8,86}"),
        _segwit("ltc"),
        True,
        "ltc1qg42tkwuuxefutzxezdkdel39gfstuap288mfea",
        "ltc1qg42tkwuuxefutzxezdkdel39gfstuap288mfeq",
    ),
    Scheme(
        "eth",
        re.compile(r"0[xX][0-9a-fA-F]{40}"),
        ethereum.valid,
        True,
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
    ),
    Scheme(
        "bch",
        re.compile(r"(?:bitcoincash:)?[qp][ac-hj-np-z02-9]{41}|(?:BITCOINCASH:)?[QP][AC-HJ-NP-Z02-9]{41}"),
        _cash,
        False,
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6q",
    ),
    Scheme(
        "btc",
        re.compile(rf"[13][{_B58}]{{25,34}}"),
        _base58(b"\x00", b"\x05"),
        False,
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
        "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3",
    ),
    Scheme(
        "ltc",
        re.compile(rf"[LM][{_B58}]{{26,33}}"),
        _base58(b"\x30", b"\x32"),
        False,
        "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1",
        "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc2",
    ),
    Scheme(
        "doge",
        re.compile(rf"[DA9][{_B58}]{{26,33}}"),
        _base58(b"\x1e", b"\x16"),
        False,
        "DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD",
        "DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyE",
    ),
    Scheme(
        "trx",
        re.compile(rf"T[{_B58}]{{33}}"),
        _base58(b"\x41"),
        False,
        "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
        "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9",
    ),
    Scheme(
        "xrp",
        re.compile(rf"r[{_B58}]{{24,34}}"),
        _base58(b"\x00", alphabet=base58.RIPPLE),
        False,
        "rDTXLQ7ZKZVKz33zJbHjgVShjsBnqMBhmN",
        "rDTXLQ7ZKZVKz33zJbHjgVShjsBnqMBhmM",
    ),
    Scheme(
        "dash",
        re.compile(rf"[X7][{_B58}]{{33}}"),
        _base58(b"\x4c", b"\x10"),
        False,
        base58.with_checksum(b"\x4c" + bytes(range(20))),
        base58.with_checksum(b"\x4c" + bytes(range(20)))[:-1] + "1",
    ),
    Scheme(
        "zec",
        re.compile(rf"t[13][{_B58}]{{33}}"),
        _base58(b"\x1c\xb8", b"\x1c\xbd"),
        False,
        base58.with_checksum(b"\x1c\xb8" + bytes(range(20))),
        base58.with_checksum(b"\x1c\xb8" + bytes(range(20)))[:-1] + "1",
    ),
    Scheme(
        "xmr",
        re.compile(rf"[48][0-9AB1][{_B58}]{{93}}|4[{_B58}]{{105}}"),
        _monero,
        True,
        "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A",
        "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3B",
    ),
)


def schemes_of(word: str) -> list[Scheme]:
    """Every scheme whose shape ``word`` has."""
    return [scheme for scheme in SCHEMES if scheme.shape.fullmatch(word)]


def named(word: str) -> tuple[Scheme, bool | None] | None:
    """The scheme that ``word`` is an address of and its validity: the first that does not fail, else the first."""
    having = schemes_of(word)
    for scheme in having:
        valid = scheme.valid(word)
        if valid is not False:
            return scheme, valid
    return (having[0], False) if having else None
