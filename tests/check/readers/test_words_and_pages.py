"""Encodings, pages, mails, and chats typed off."""

from __future__ import annotations

import json

import pytest

from holdfast.check.readers import accounts, open_document, open_text
from holdfast.check.readers.markup import visible
from holdfast.check.readers.mojibake import repaired


@pytest.mark.parametrize(
    ("data", "text", "guessed"),
    [
        ("größe € 😀".encode(), "größe € 😀", False),
        ("größe €".encode("utf-8-sig"), "größe €", False),
        ("größe €".encode("utf-16"), "größe €", False),
        ("größe, sagt er".encode("utf-16-le"), "größe, sagt er", True),
        ("mañana € 500".encode("cp1252"), "mañana € 500", True),
        ("Заплати мне сегодня".encode("cp1251"), "Заплати мне сегодня", True),
        ("größe größe größe".encode() + b" \xff", "größe größe größe �", True),
    ],
)
def test_an_encoding_is_found(data, text, guessed):
    document = open_document(data)
    assert document.text == text
    assert ("encoding_guessed" in document.notes) == guessed


@pytest.mark.parametrize("right", ["é", "¿quién?", "😀", "ß", "日本", "naïve café — ok", "plain"])
def test_letters_read_wrong_are_set_right_and_right_ones_stay(right):
    assert repaired(right.encode().decode("latin-1")) == right
    assert repaired(right) == right


def test_a_half_of_an_emoji_does_not_stop_the_reading():
    assert open_text("pay \ud83d now").text == "pay \ufffd now"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("I ha<span style='font-size:0px'>qq</span>ck", "I hack"),
        ("I ha<span style='display:none'>q<span>q</span>q</span>ck", "I hack"),
        ("<script>x</script><style>y</style>z", "z"),
        ("a &amp; b &lt;c&gt; &euro;", "a & b <c> €"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<!-- a -->b<!-- c", "b c"),
        ("<script>never closed", "never closed"),
        ("<div style='display:none'>all of it</div>", "all of it"),
    ],
)
def test_a_page_is_the_words_a_person_sees(page, words):
    assert " ".join(visible(page)[0].split()) == " ".join(words.split())


def test_words_hidden_in_a_mail_are_left_out_and_said():
    mail = (
        "From: a@example.com\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\nContent-Type: text/html\n\n"
        "<p>pa<i style='font-size: 0'>x</i>y</p>"
    )
    document = open_document(mail.encode())
    assert document.text == "s\n\npay" and "hidden_text_left_out" in document.notes


def test_a_page_that_says_something_else_than_the_plain_words_is_read_too():
    page = " ".join(f"word{number}" for number in range(30))
    mail = (
        "From: a@example.com\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="B"\n\n'
        f"--B\nContent-Type: text/plain\n\nhello there\n--B\nContent-Type: text/html\n\n<p>{page}</p>\n--B--\n"
    )
    document = open_document(mail.encode())
    assert "hello there" in document.text and "word29" in document.text


def test_a_mail_of_pictures_is_said():
    mail = (
        "From: a@example.com\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="B"\n\n'
        "--B\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\nAAAA\n--B--\n"
    )
    document = open_document(mail.encode())
    assert "words_are_a_picture" in document.notes and document.attachments[0].name == "a.png"


@pytest.mark.parametrize(
    "charset", ["iso-8859-1", "windows-1252", "x-unknown", "utf-8", '"broken', "rot13", "base64", "idna"]
)
def test_a_charset_that_is_wrong_or_strange_loses_no_words(charset):
    head = "From: a@example.com\nTo: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
    head += f"Content-Type: text/plain; charset={charset}\n\n"
    assert "pay me" in open_document(head.encode() + b"pay me caf\xe9").text


def test_pasted_headers_of_a_mail_are_words_and_no_chat():
    document = open_text("From: the man\nTo: me\nDate: Friday\nSubject: pay\n\nI saw you.")
    assert len({message.speaker for message in document.messages}) == 1


@pytest.mark.parametrize(
    "words",
    [
        "I recorded you: pay now.\nNote: do not reply.\nBTC: 1abc",
        "Amount: 500\nAddress: below\nDeadline: Friday",
        "He said: pay me or I send it to your school.",
        "https://example.org/a\nhttps://example.org/b\nhttps://example.org/c",
        "Step 1: buy a card\nStep 2: send the code\nStep 3: delete this",
    ],
)
def test_labels_are_no_speakers(words):
    assert open_text(words).format == "plain"


@pytest.mark.parametrize(
    ("words", "speakers"),
    [
        ("Rosa: hi\nJo: no", ["Rosa", "Jo"]),
        ("Her: hi\nMe: no\nHer: pay", ["Her", "Me", "Her"]),
        ("**Rosa:** hi\n**Jo:** no\n**Rosa:** pay", ["Rosa", "Jo", "Rosa"]),
        ("> Rosa: hi\n> Jo: no\n> Rosa: pay", ["Rosa", "Jo", "Rosa"]),
        ("[9:04 PM] Rosa: hi\n[9:05 PM] Jo: no", ["Rosa", "Jo"]),
        ("Rosa (21:04): hi\nJo (21:05): no", ["Rosa", "Jo"]),
        ("<rosa> hi\n<jo> no\n<rosa> pay", ["rosa", "jo", "rosa"]),
        ("Она: привет\nЯ: кто это\nОна: плати", ["Она", "Я", "Она"]),
        ("+44 7700 900123: hi\nJo: no\n+44 7700 900123: pay", ["+44 7700 900123", "Jo", "+44 7700 900123"]),
    ],
)
def test_a_chat_typed_off_is_read(words, speakers):
    document = open_text(words)
    assert document.format == "lines"
    assert [message.speaker for message in document.messages] == speakers


def test_me_in_a_chat_typed_off_is_the_person():
    document = open_text("Her: hi\nMe: no\nHer: pay")
    assert [message.mine for message in document.messages] == [False, True, False]


def test_quotes_in_quotes_are_kept():
    words = "\n".join(">" * depth + " pay" for depth in range(200))
    assert open_text(words).text.count("pay") == 200


def test_numeric_ids_and_addresses_beside_the_words_are_kept():
    chat = {"name": "Rosa", "type": "personal_chat", "id": 5550001, "messages": []}
    chat["messages"] = [{"type": "message", "from": "Rosa", "from_id": "user5550001", "text": "hi"}]
    (account,) = accounts(open_document(json.dumps(chat).encode()))
    assert (account.speaker, account.service, account.kind, account.value) == (
        "Rosa",
        "telegram",
        "numeric_id",
        "5550001",
    )
