"""The registry of the command line: every command, in the order of its help."""

from __future__ import annotations

from holdfast.cli.command import Command
from holdfast.cli.words import _

COMMANDS = (
    Command("guide", "holdfast.cli.guide", _("what to do now, in the right order")),
    Command("site", "holdfast.cli.site", _("write the whole guide as static pages, with a poster")),
    Command("check", "holdfast.cli.check", _("read a message or chat: what it is, what to do")),
    Command("case new", "holdfast.cli.case_new", _("start a case: it opens with seven words only")),
    Command("case code", "holdfast.cli.case_codes", _("change the case code")),
    Command("case recovery", "holdfast.cli.case_codes", _("a second code for a printed sheet")),
    Command("case trusted", "holdfast.cli.case_codes", _("a code for someone you trust, or its end")),
    Command("case add", "holdfast.cli.case_add", _("put screenshots, chats, e-mails, PDFs or words into it")),
    Command("case record offender", "holdfast.cli.case_record", _("write down who is behind it")),
    Command("case record demand", "holdfast.cli.case_record", _("what they want, by when")),
    Command("case record payment", "holdfast.cli.case_record", _("what was paid, and to whom")),
    Command("case record report", "holdfast.cli.case_record", _("a report that was made")),
    Command("case record account", "holdfast.cli.case_record", _("what happened, told once")),
    Command("case list", "holdfast.cli.case_look", _("what is in the case")),
    Command("case todo", "holdfast.cli.case_todo", _("what of the proof is still missing")),
    Command("case show", "holdfast.cli.case_show", _("open one item or record")),
    Command("case timeline", "holdfast.cli.case_look", _("what happened when")),
    Command("case log", "holdfast.cli.case_look", _("the evidence log; --verify checks it")),
    Command("case check", "holdfast.cli.case_look", _("check every part of the case for changes")),
    Command("case time", "holdfast.cli.case_time", _("trusted time for the log, from outside")),
    Command("case about", "holdfast.cli.case_about", _("what the case knows about the situation")),
    Command("case plan", "holdfast.cli.case_about", _("the plan for this case, with what is done")),
    Command("case strike", "holdfast.cli.case_change", _("leave an item or record out; nothing is lost")),
    Command("case unstrike", "holdfast.cli.case_change", _("take a struck item back in")),
    Command("case tick", "holdfast.cli.case_change", _("mark a step of the plan as done")),
    Command("case untick", "holdfast.cli.case_change", _("mark it as not done")),
    Command("case pack", "holdfast.cli.case_pack", _("make the pack for the police")),
    Command("case verify", "holdfast.cli.case_verify", _("check a pack; needs no case")),
    Command("case move", "holdfast.cli.case_move", _("write the sealed case into a file, to move it")),
    Command("case take", "holdfast.cli.case_move", _("take a moved case in")),
    Command("case delete", "holdfast.cli.case_change", _("delete the whole case for ever")),
    Command("camera status", "holdfast.cli.camera", _("is the camera on, and who uses it")),
    Command("camera watch", "holdfast.cli.camera_watch", _("tell me at once when it turns on or off")),
    Command("camera diary", "holdfast.cli.camera", _("what used it, when, how long")),
    Command("camera allow", "holdfast.cli.camera", _("programs that may use it; no call for these")),
    Command("camera install", "holdfast.cli.camera_install", _("watch it from each login on")),
    Command("camera uninstall", "holdfast.cli.camera_install", _("take that out again")),
    Command("camera off", "holdfast.cli.camera_switch", _("switch it off, where the system allows that")),
    Command("camera on", "holdfast.cli.camera_switch", _("switch it on again, as it was")),
    Command("learn list", "holdfast.cli.learn", _("six practice stories about chats")),
    Command("learn play", "holdfast.cli.learn", _("play one: you choose, it goes on")),
    Command(
        "takedown fingerprint", "holdfast.cli.takedown_fingerprint", _("fingerprints of photos and videos")
    ),
    Command("takedown index", "holdfast.cli.takedown_bank", _("for platforms: a bank of fingerprints")),
    Command("takedown match", "holdfast.cli.takedown_bank", _("for platforms: is this file in the bank?")),
    Command(
        "takedown partner new", "holdfast.cli.takedown_partner", _("let a platform fetch from this exchange")
    ),
    Command(
        "takedown partner list", "holdfast.cli.takedown_partner", _("who fetches, and when they last did")
    ),
    Command("takedown partner rotate", "holdfast.cli.takedown_partner", _("new keys for a partner")),
    Command("takedown partner revoke", "holdfast.cli.takedown_partner", _("end the keys of a partner")),
    Command("takedown exchange operator", "holdfast.cli.takedown_exchange", _("who may sign in to run it")),
    Command("takedown exchange sweep", "holdfast.cli.takedown_exchange", _("drop what has had its time")),
    Command("takedown exchange audit", "holdfast.cli.takedown_exchange", _("the audit log of the exchange")),
    Command(
        "takedown mirror fetch", "holdfast.cli.takedown_mirror", _("a platform’s own copy of an exchange")
    ),
    Command("takedown mirror show", "holdfast.cli.takedown_mirror", _("how the copy stands")),
    Command("takedown mirror report", "holdfast.cli.takedown_mirror", _("tell the exchange what was found")),
    Command("facts check", "holdfast.cli.facts", _("which facts are stale, unverified or missing")),
    Command("store deleted", "holdfast.cli.store", _("for whoever runs it: the list of deleted cases")),
    Command("store replay", "holdfast.cli.store", _("after a restore, delete them again")),
    Command("store scrub", "holdfast.cli.store", _("PostgreSQL: leave no byte of a deleted case")),
    Command("serve", "holdfast.cli.serve", _("start the pages on this computer, or for a helpline")),
)
