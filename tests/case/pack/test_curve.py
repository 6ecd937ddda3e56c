"""The plain Ed25519 inside packs agrees with the library and with RFC 8032."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.pack import alone
from holdfast.case.pack.curve import ORDER, ed25519
from holdfast.case.pack.make import verifier_script
from holdfast.case.pack.words import words_for

# RFC 8032, 7.1: public key, message, signature of tests 1, 2 and 3.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_the_vectors_of_the_rfc_hold(key, message, signature):
    signed = bytes.fromhex(signature)
    assert ed25519(bytes.fromhex(key), bytes.fromhex(message), signed)
    assert not ed25519(bytes.fromhex(key), bytes.fromhex(message) + b"x", signed)


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_what_the_library_signs_holds_and_any_flipped_bit_does_not(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert ed25519(public, message, signature)
    flipped = bytearray(signature)
    flipped[bit // 8] ^= 1 << bit % 8
    assert not ed25519(public, message, bytes(flipped))


def test_a_second_spelling_of_a_signature_is_refused():
    """s + L signs the same equation; RFC 8032 refuses it."""
    key = Ed25519PrivateKey.generate()
    signature = key.sign(b"m")
    larger = int.from_bytes(signature[32:], "little") + ORDER
    assert not ed25519(
        key.public_key().public_bytes_raw(), b"m", signature[:32] + larger.to_bytes(32, "little")
    )


@pytest.mark.parametrize("key", [b"", bytes(31), b"\xff" * 32, b"\x02" + bytes(31)])
def test_what_is_no_key_signs_nothing(key):
    assert not ed25519(key, b"m", bytes(64))


def test_the_script_is_python_3_8_and_the_standard_library_only():
    import sys

    script = verifier_script(words_for("verify"))
    tree = ast.parse(script, feature_version=(3, 8))
    names = {
        a.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names
    }
    names |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= set(sys.stdlib_module_names)
    assert "holdfast." not in script.replace("docs/formats", "")


def test_the_script_brings_its_own_sentences():
    script = verifier_script(words_for("verify"))
    assert all(repr(text) in script for text in words_for("verify").table.values())
    assert Path(alone.__file__).read_text("utf-8") != script
