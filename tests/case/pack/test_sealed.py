"""The age format: what we seal others open, what others seal we open, and every change is noticed."""

import io
import shutil
import subprocess

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.case.pack import bech32
from holdfast.case.pack.sealed import CHUNK, is_sealed, open_sealed, seal_to_age, seal_to_passphrase
from holdfast.errors import BadRecipient, SealDoesNotOpen

#: 2**10 instead of 2**18: the same path, a test's speed.
QUICK = 10
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5)


def sealed_to(recipient: str, data: bytes, step: int = 10_000) -> bytes:
    sink = io.BytesIO()
    writer = seal_to_age(sink, recipient)
    for at in range(0, len(data), step):
        writer.write(data[at : at + step])
    writer.close()
    return sink.getvalue()


def sealed_with(passphrase: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    writer = seal_to_passphrase(sink, passphrase, work_factor=QUICK)
    writer.write(data)
    writer.close()
    return sink.getvalue()


@pytest.fixture(scope="module")
def identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.mark.parametrize("size", SIZES)
def test_another_age_program_opens_what_we_sealed_to_a_recipient(identity, size):
    data = bytes(range(256)) * (size // 256 + 1)
    assert pyrage.decrypt(sealed_to(str(identity.to_public()), data[:size]), [identity]) == data[:size]


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_another_age_program_sealed(identity, size):
    data = b"\x5a" * size
    theirs = pyrage.encrypt(data, [identity.to_public()])
    assert is_sealed(theirs)
    assert open_sealed(io.BytesIO(theirs), identity=str(identity)).read() == data


def test_passphrases_work_in_both_directions():
    assert (
        pyrage.passphrase.decrypt(sealed_with("plain old words", b"x" * 70_000), "plain old words")
        == b"x" * 70_000
    )
    theirs = pyrage.passphrase.encrypt(b"y" * 70_000, "plain old words")
    assert open_sealed(io.BytesIO(theirs), passphrase="plain old words").read() == b"y" * 70_000


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not on this machine")
def test_the_age_program_opens_it_too(tmp_path, identity):
    (tmp_path / "key").write_text(str(identity) + "\n")
    (tmp_path / "pack.age").write_bytes(sealed_to(str(identity.to_public()), b"z" * 200_000))
    done = subprocess.run(
        ["age", "-d", "-i", tmp_path / "key", tmp_path / "pack.age"], capture_output=True, check=True
    )
    assert done.stdout == b"z" * 200_000


def test_one_of_several_recipients_opens_it(identity):
    other = pyrage.x25519.Identity.generate()
    theirs = pyrage.encrypt(b"for two", [other.to_public(), identity.to_public()])
    assert open_sealed(io.BytesIO(theirs), identity=str(identity)).read() == b"for two"


def test_it_reads_at_any_place(identity):
    data = bytes(i * 7 % 251 for i in range(3 * CHUNK + 99))
    reader = open_sealed(io.BytesIO(sealed_to(str(identity.to_public()), data)), identity=str(identity))
    for at in (0, CHUNK - 3, 3 * CHUNK + 90, 5, 2 * CHUNK):
        reader.seek(at)
        assert reader.read(9) == data[at : at + 9]
    assert reader.seek(-4, io.SEEK_END) == len(data) - 4 and reader.read() == data[-4:]


def test_every_changed_byte_is_refused(identity):
    sealed = sealed_to(str(identity.to_public()), b"w" * (CHUNK + 50))
    for at in [*range(0, 260), *range(260, len(sealed), 997), len(sealed) - 1]:
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises((SealDoesNotOpen, BadRecipient)):
            open_sealed(io.BytesIO(bytes(changed)), identity=str(identity)).read()


@pytest.mark.parametrize("cut", [1, 16, 49, 50, 66, CHUNK + 66, CHUNK + 70])
def test_a_cut_file_is_refused(identity, cut):
    sealed = sealed_to(str(identity.to_public()), b"w" * (CHUNK + 50))
    with pytest.raises(SealDoesNotOpen):
        open_sealed(io.BytesIO(sealed[:-cut]), identity=str(identity)).read()


def test_pieces_that_changed_places_are_refused(identity):
    sealed = sealed_to(str(identity.to_public()), b"1" * CHUNK + b"2" * CHUNK + b"3")
    body = len(sealed) - (2 * (CHUNK + 16) + 17)
    one, two = sealed[body : body + CHUNK + 16], sealed[body + CHUNK + 16 : body + 2 * (CHUNK + 16)]
    swapped = sealed[:body] + two + one + sealed[body + 2 * (CHUNK + 16) :]
    with pytest.raises(SealDoesNotOpen):
        open_sealed(io.BytesIO(swapped), identity=str(identity)).read()


def test_a_wrong_passphrase_or_identity_does_not_open(identity):
    with pytest.raises(SealDoesNotOpen):
        open_sealed(io.BytesIO(sealed_with("right", b"data")), passphrase="wrong")
    other = pyrage.x25519.Identity.generate()
    with pytest.raises(SealDoesNotOpen):
        open_sealed(io.BytesIO(sealed_to(str(other.to_public()), b"data")), identity=str(identity))
    with pytest.raises(SealDoesNotOpen):
        open_sealed(io.BytesIO(sealed_with("right", b"data")))


def test_a_work_factor_that_takes_the_whole_machine_is_refused():
    greedy = sealed_with("right", b"data").replace(b" 10\n", b" 30\n", 1)
    with pytest.raises(SealDoesNotOpen):
        open_sealed(io.BytesIO(greedy), passphrase="right")


@pytest.mark.parametrize(
    "bad", ["", "age1", "age1qqqq", "someone@example.org", "ssh-ed25519 AAAA", "age1" + "q" * 58]
)
def test_a_wrong_recipient_is_refused_before_anything_is_written(bad):
    sink = io.BytesIO()
    with pytest.raises(BadRecipient):
        seal_to_age(sink, bad)
    assert sink.getvalue() == b""


def test_an_empty_passphrase_is_refused():
    with pytest.raises(BadRecipient):
        seal_to_passphrase(io.BytesIO(), "")


def test_a_mistyped_recipient_is_refused(identity):
    recipient = str(identity.to_public())
    for at in range(5, len(recipient)):
        typo = recipient[:at] + ("q" if recipient[at] != "q" else "p") + recipient[at + 1 :]
        with pytest.raises(BadRecipient):
            seal_to_age(io.BytesIO(), typo)


@given(st.binary(max_size=80))
def test_bech32_gives_back_what_went_in(data):
    assert bech32.decode(bech32.encode("age", data)) == ("age", data)
    assert bech32.decode(bech32.encode("age", data).upper()) == ("age", data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_noise_after_the_first_line_never_breaks_the_reader(noise):
    with pytest.raises((SealDoesNotOpen, BadRecipient)):
        open_sealed(io.BytesIO(b"age-encryption.org/v1\n" + noise), passphrase="x")
