"""A person with a browser without scripts, for the tests of the case's pages."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


@dataclass
class Visitor:
    client: Client
    words: list[str] = field(default_factory=list)

    @property
    def code(self) -> str:
        return " ".join(self.words)

    def new_case(self, age: str = "adult") -> Visitor:
        """Through both questions to the seven words; the case is open afterwards."""
        answer = self.send("/n/new", {"age": age})
        asked = self.get(answer.headers["Location"])
        assert hidden(asked, "age") == age
        return self.take_words(self.post("/n/code", {"age": age, "once": hidden(asked, "once")}))

    def take_words(self, page: str) -> Visitor:
        self.words = code_words(page)
        return self

    def get(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code, answer.content[:3000])
        return answer.content.decode()

    def post(self, path: str, data: dict[str, object], status: int = 200) -> str:
        answer = self.send(path, data)
        assert answer.status_code == status, (path, answer.status_code, answer.content[:3000])
        return answer.content.decode()

    def send(self, path: str, data: dict[str, object]):
        return self.client.post(path, urlencode(data, doseq=True), content_type=FORM)

    def add(self, data: bytes, name: str, answer: str = "", *, json: bool = False, **fields: str):
        """One file through the form without scripts; fields stand before the file, as in the page."""
        form = {"answer1": answer, **fields, "file1": SimpleUploadedFile(name, data)}
        return self.client.post("/n/add", form, headers={"accept": "application/json"} if json else {})

    def item_paths(self) -> list[str]:
        return list(dict.fromkeys(re.findall(r'href="(/n/i/[a-z2-7]+)"', self.get("/n/all"))))

    def make_pack(self, **choice: object) -> tuple[bytes, str]:
        """The pack's bytes and the path of its page."""
        page = self.get("/n/pack")
        ids = re.findall(r'name="item" value="([a-z2-7]+)"', page)
        form = {"item": ids, "records": "on", "log": "on", "protect": "plain", **choice}
        answer = self.send("/n/pack", form)
        assert answer.status_code == 302, answer.content
        path = answer.headers["Location"]
        deadline = time.monotonic() + 90
        while "being made" in self.get(path) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert "is ready" in self.get(path), self.get(path)
        return b"".join(self.client.get(f"{path}/get").streaming_content), path


FORM = "application/x-www-form-urlencoded"


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page)
    assert found, f"no hidden {name}"
    return unescape(found[1])


def code_words(page: str) -> list[str]:
    listed = re.search(r'<ol class="code-words".*?</ol>', page, re.S)
    assert listed, "no words on the page"
    return re.findall(r"<li>([a-z-]+)</li>", listed[0])
