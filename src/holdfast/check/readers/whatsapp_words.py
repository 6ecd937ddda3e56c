"""What WhatsApp itself writes into an export, in the languages its users' phones speak."""

from __future__ import annotations

import re

from holdfast.check.readers.interface import listed

#: Half of the day, without spaces and dots, in small letters. Morning; afternoon.
AM = listed(
    "am vm fm ap de dop öö πμ ص قظ 上午 早上 凌晨 오전 午前 pd sa pg eparadites पूर्वाह्न मपू முற்பகல் પૂર્વમધ્યાહન прпд"
)
PM = listed(
    "pm nm em ip du odp ös μμ م بظ 下午 晚上 中午 오후 午後 md ch ptg epasdites अपराह्न मउ பிற்பகல் слоб"
)
#: Lines about the chat itself. Kept narrow: a line that is not known stays in the document.
SYSTEM = re.compile(
    r"(?:joined|left)\s*$|end-to-end|ende-zu-ende|de extremo a extremo|de bout en bout"
    r"|de ponta a ponta|da ponto a ponto|crittograf"
    r"|szyfrowan|eind-tot-eind|сквозн|end-til-end|end-to-end-krypter|ende-til-ende"
    r"|koncového šifrování|エンドツーエンド|端到端|종단간"
    r"|security code (?:with .{1,80} )?changed|código de seguridad|sicherheitsnummer|code de sécurité"
    r"|código de segurança"
    r"|codice di sicurezza|kod zabezpieczeń|beveiligingscode|код безопасности"
    r"|(?:you|.{1,60}) (?:created|changed (?:the|this|to|their)|added|removed|pinned a message"
    r"|blocked|unblocked"
    r"|deleted this group|turned (?:on|off) disappearing|updated the message timer"
    r"|set messages to disappear)"
    r"|disappearing messages|nachrichten verschwinden|selbstlöschende|mensajes temporales"
    r"|messages éphémères"
    r"|mensagens temporárias|messaggi effimeri|znikające|verdwijnende berichten"
    r"|hat (?:die gruppe|den namen|das gruppenbild)|du hast .{1,60}(?:hinzugefügt|erstellt|blockiert)"
    r"|wurde(?:st)? .{0,40}hinzugefügt"
    r"|cre[óo] (?:el|este) grupo|añadió a|cambió (?:el|su|a)|salió del grupo|bloqueaste"
    r"|a créé (?:le )?(?:ce )?groupe|a ajouté"
    r"|a changé|vous avez bloqué|criou (?:o|este) grupo|adicionou|mudou (?:o|para)|você bloqueou"
    r"|ha creato il gruppo|ha aggiunto"
    r"|ha cambiato|hai bloccato|utworzył|dodał|zmienił|zablokowano|heeft de groep"
    r"|heeft .{1,60} toegevoegd|je hebt .{1,60} geblokkeerd"
    r"|this (?:business|chat is with a business)|waiting for this message",
    re.IGNORECASE,
)
#: A message that stands for a picture, film, sound or file. First group: its file name, where there is one.
MEDIA = re.compile(
    r"^\u200e?(?:<(?:attached|adjunto|angehängt|pièce jointe|joint|anexado|anexo|allegato|załączono"
    r"|bijgevoegd|вложение)\s?: ?"
    r"([^<>\n]{1,200})>|([^\n<>]{1,200}\.\w{2,5}) \((?:file attached|archivo adjunto|datei angehängt"
    r"|fichier joint|arquivo anexado"
    r"|ficheiro anexado|file allegato|plik załączono|załączony plik|bestand bijgevoegd|файл добавлен)\)"
    r"|<(?:media omitted|medien ausgeschlossen|multimedia omitido|archivo omitido|médias omis"
    r"|média omis|fichier omis|mídia oculta"
    r"|arquivo de mídia oculto|ficheiro não revelado|media omessi|pominięto multimedia|plik pominięty"
    r"|media weggelaten"
    r"|без медиафайлов|utelämnade media|médium vynecháno|メディアは含まれていません|view once [\w ]{1,30}omitted"
    r"|video note omitted)>|(?:image|photo|video|audio|sticker|gif|document|contact card"
    r"|voice message|video note"
    r"|bild|foto|imagen|vídeo|vidéo|immagine|obraz|zdjęcie|afbeelding|dokument|documento|document"
    r"|naklejka|sticker-?|figurinha"
    r"|adesivo|stiker|изображение|видео|аудио)[\w ]{0,12} (?:omitted|weggelassen|omitid[oa]|omis[e]?"
    r"|omess[oa]|ocult[oa]"
    r"|pominięt[oay]|weggelaten|пропущен[оа]?))[ \u200e]*(?:\n|$)",
    re.IGNORECASE,
)
DELETED = re.compile(
    r"^\u200e?<?(?:this message was deleted|you deleted this message|diese nachricht wurde gelöscht"
    r"|du hast diese nachricht gelöscht"
    r"|(?:se eliminó este mensaje|eliminaste este mensaje|este mensaje fue eliminado)"
    r"|ce message a été supprimé|vous avez supprimé ce message"
    r"|(?:esta mensagem foi apagada|mensagem apagada|você apagou esta mensagem|apagou esta mensagem)"
    r"|questo messaggio è stato eliminato|hai eliminato questo messaggio"
    r"|ta wiadomość została usunięta|usunięto tę wiadomość"
    r"|dit bericht (?:is|werd) verwijderd|je hebt dit bericht verwijderd"
    r"|данное сообщение удалено)\.?>?\s*$",
    re.IGNORECASE,
)
_MEDIA_KINDS = (
    ("image", ("jpg", "jpeg", "png", "webp", "heic", "gif")),
    ("video", ("mp4", "mov", "3gp", "webm")),
    ("audio", ("opus", "mp3", "m4a", "aac", "ogg", "amr")),
)
_MEDIA_WORDS = (
    (
        "image",
        (
            "image",
            "photo",
            "bild",
            "foto",
            "imagen",
            "immagine",
            "obraz",
            "zdjęcie",
            "afbeeld",
            "gif",
            "изображ",
        ),
    ),
    ("video", ("video", "vídeo", "vidéo", "видео")),
    ("audio", ("audio", "voice", "аудио")),
    ("file", ("document", "dokument", "documento")),
)


def media_of(words: str, name: str) -> str:
    """``image``, ``video``, ``audio``, ``file`` or "" for a media line and the file name in it."""
    ending = name.rpartition(".")[2].lower() if name else ""
    for kind, endings in _MEDIA_KINDS:
        if ending in endings:
            return kind
    if ending:
        return "file"
    small = words.lower()
    return next((kind for kind, listed in _MEDIA_WORDS if any(word in small for word in listed)), "")
