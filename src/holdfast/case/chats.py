"""Which app exported this chat? Told from the first words of a file; the name only breaks ties.

Formats as the apps wrote them when this was made: WhatsApp "Export chat", Instagram and Messenger "Download your
information" (JSON and HTML), Telegram Desktop "Export chat history" (JSON and HTML), Snapchat "My Data", Discord
data package and DiscordChatExporter, X archive, Google Takeout (Chat), Skype export, TikTok data, LINE, Android
"SMS Backup & Restore".
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatFormat:
    """One export format: ``shape`` must be found in the first words, ``name`` (if given) in the file's name.

    ``example`` is recognised; ``counter`` is not. Both are tested.
    """

    app: str
    shape: re.Pattern[str]
    example: str
    counter: str
    name: re.Pattern[str] | None = None
    example_name: str = ""


_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f\u00a0]?[AaPp]\.?[\s\u00a0]?[Mm]\.?)?"
_DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?"

FORMATS: tuple[ChatFormat, ...] = (
    ChatFormat(
        "whatsapp",
        re.compile(
            rf"^[\ufeff\u200e\u200f]*(?:\[{_DATE},?\s{_TIME}\]\s|{_DATE},?\s{_TIME}\s[-–]\s)", re.MULTILINE
        ),
        "12/03/2026, 21:04 - Jamie: you there?",
        "See you on 12/03/2026, at 21:04 then",
    ),
    ChatFormat(
        "instagram-or-messenger",
        re.compile(r'^\s*\{(?=.{0,60000}"participants")(?=.{0,60000}"sender_?[nN]ame")', re.DOTALL),
        '{"participants": [{"name": "a"}], "messages": [{"sender_name": "a", "content": "hi"}]}',
        '{"participants": 12, "winner": "a"}',
    ),
    ChatFormat(
        "instagram-or-messenger",
        re.compile(r'<div class="[^"]*\b(?:uiBoxWhite|_a6-g)\b'),
        '<html><body><div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">hi</div>',
        '<html><body><div class="box">hi</div>',
        name=re.compile(r"message_\d+\.html?$", re.IGNORECASE),
        example_name="message_1.html",
    ),
    ChatFormat(
        "telegram",
        re.compile(
            r'"from_id"\s*:\s*"(?:user|channel|chat)\d|"type"\s*:\s*"(?:personal_chat|bot_chat|private_\w+)"'
        ),
        '{"name": "x", "type": "personal_chat", "id": 7, "messages": []}',
        '{"name": "x", "type": "person", "id": 7}',
    ),
    ChatFormat(
        "telegram",
        re.compile(r'<div class="page_wrap[^"]*">'),
        '<html><body><div class="page_wrap"><div class="from_name">x</div>',
        '<html><body><div class="wrap">',
        name=re.compile(r"messages\d*\.html?$", re.IGNORECASE),
        example_name="messages2.html",
    ),
    ChatFormat(
        "snapchat",
        re.compile(r'^\s*\{(?=.{0,60000}"From")(?=.{0,60000}"Media Type")(?=.{0,60000}"Created")', re.DOTALL),
        '{"friend": [{"From": "a", "Media Type": "TEXT", "Created": "2026-03-01 10:00:00 UTC", "Content": "hi"}]}',
        '{"From": "a", "To": "b"}',
    ),
    ChatFormat(
        "discord",
        re.compile(r'^\s*\[\s*\{\s*"ID"(?=.{0,4000}"Timestamp")(?=.{0,60000}"Contents")', re.DOTALL),
        '[{"ID": 1, "Timestamp": "2026-03-01 10:00:00", "Contents": "hi", "Attachments": ""}]',
        '[{"ID": 1, "Price": 3}]',
    ),
    ChatFormat(
        "discord",
        re.compile(r"^\ufeff?ID,Timestamp,Contents,Attachments"),
        "ID,Timestamp,Contents,Attachments\n1,2026-03-01,hi,\n",
        "ID,Name\n1,x\n",
    ),
    ChatFormat(
        "discord",
        re.compile(r'^\s*\{\s*"guild"\s*:\s*\{(?=.{0,60000}"channel")', re.DOTALL),
        '{"guild": {"id": "0"}, "channel": {"id": "1"}, "messages": []}',
        '{"guild": "bakers"}',
    ),
    ChatFormat(
        "x",
        re.compile(r"^\s*window\.YTD\.direct_messages?(?:_group)?\.part\d+\s*=\s*\["),
        'window.YTD.direct_messages.part0 = [ { "dmConversation" : {} } ]',
        "window.YTD.tweets.part0 = []",
    ),
    ChatFormat(
        "google-chat",
        re.compile(r'^\s*\{\s*"messages"\s*:\s*\[(?=.{0,4000}"creator")', re.DOTALL),
        '{"messages": [{"creator": {"name": "a"}, "created_date": "Monday", "text": "hi"}]}',
        '{"messages": 3}',
    ),
    ChatFormat(
        "skype",
        re.compile(r'^\s*\{\s*"userId"(?=.{0,4000}"conversations")', re.DOTALL),
        '{"userId": "8:x", "exportDate": "2026-03-01", "conversations": []}',
        '{"userId": "8:x"}',
    ),
    ChatFormat(
        "tiktok",
        re.compile(r'^\s*\{|"ChatHistory"'),
        '{"Activity": {}, "Direct Messages": {"Chat History": {"ChatHistory": {}}}}',
        "ChatHistory",
        name=re.compile(r"(?:user_data|direct messages?)\w*\.json$", re.IGNORECASE),
        example_name="user_data_tiktok.json",
    ),
    ChatFormat(
        "line",
        re.compile(r"^\ufeff?\[LINE\] "),
        "[LINE] Chat history with Jamie\nSaved on: 2026/03/01 10:00\n",
        "Stand in the LINE please",
    ),
    ChatFormat(
        "sms",
        re.compile(r"<smses\b[^>]{0,500}>"),
        '<?xml version=\'1.0\'?>\n<smses count="1"><sms address="+15555550100" body="hi" /></smses>',
        "<?xml version='1.0'?><calls count='1'></calls>",
    ),
)


def chat_format(words: str, name: str) -> ChatFormat | None:
    """The format of the chat export that begins with ``words`` (the first 64 KiB are enough), or None."""
    for known in FORMATS:
        if known.name is not None and not known.name.search(name):
            continue
        if known.shape.search(words):
            return known
    return None
