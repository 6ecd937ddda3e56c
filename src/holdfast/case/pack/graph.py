"""``data/case.jsonld``: the pack's facts in CASE/UCO 1.4 (caseontology.org), for case systems that read it.

Identifiers are UUIDs worked out from the case id and the thing's name, so two packs of one case name it alike.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from holdfast.case.log import Action
from holdfast.case.pack.bag import BagFile
from holdfast.case.pack.exhibits import Exhibit
from holdfast.case.pack.matter import Matter, TheirAccount, platform_name
from holdfast.identifiers import Identifier, IdentifierKind

_CONTEXT = {
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

Node = dict[str, object]


def graph_bytes(matter: Matter, copies: Mapping[str, BagFile]) -> bytes:
    """The graph as JSON-LD, the same bytes for the same case. ``copies`` are smaller copies by item id."""
    maker = _Maker(matter)
    nodes = maker.tool() + [node for e in matter.chosen.exhibits for node in maker.exhibit(e, copies)]
    nodes += [node for account in matter.their_accounts() for node in maker.account(account)]
    nodes += [maker.trace(identifier) for identifier in matter.other_traces()]
    nodes.append(maker.investigation([str(node["@id"]) for node in nodes]))
    unique = list({str(node["@id"]): node for node in nodes}.values())
    graph = {"@context": _CONTEXT, "@graph": unique}
    return json.dumps(graph, ensure_ascii=True, indent=1, sort_keys=True).encode()


class _Maker:
    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        self._stated = matter.words("stated")
        self._saved = {e.subject: e.utc for e in matter.log if e.action == Action.ITEM_ADD}

    def _id(self, *names: str) -> str:
        name = "\x1f".join((self._matter.case_id, *names)).encode("utf-8", "replace")
        return uuid.uuid5(uuid.NAMESPACE_URL, name.hex()).urn

    def _node(self, kind: str, *names: str, **more: object) -> Node:
        return {
            "@id": self._id(kind, *names),
            "@type": kind,
            **{_TERMS[name]: value for name, value in more.items()},
        }

    def tool(self) -> list[Node]:
        tool = self._node("uco-tool:Tool", name="Holdfast")
        return [{**tool, "uco-tool:version": self._matter.version}]

    def exhibit(self, exhibit: Exhibit, copies: Mapping[str, BagFile]) -> list[Node]:
        """The file, its provenance record, the step that saved it, and its smaller copy."""
        item = exhibit.item
        file = self._file(exhibit.path, item.size, item.sha256)
        record = self._node(
            "case-investigation:ProvenanceRecord",
            item.item_id,
            exhibitNumber=item.exhibit,
            description=self._stated,
            object=[_ref(file)],
        )
        action = self._node(
            "case-investigation:InvestigativeAction",
            item.item_id,
            name="preserved",
            startTime=_time(self._saved.get(item.item_id), item.added),
            instrument=[{"@id": self._id("uco-tool:Tool")}],
            result=[_ref(file), _ref(record)],
        )
        copy = copies.get(item.item_id)
        if copy is None:
            return [file, record, action]
        small = self._file(copy.path, copy.size, copy.sha256)
        link = self._node(
            "uco-observable:ObservableRelationship",
            copy.path,
            source=_ref(small),
            target=_ref(file),
            kindOfRelationship="Derived_From",
            isDirectional=True,
        )
        return [file, record, action, small, link]

    def _file(self, path: str, size: int, sha256: str) -> Node:
        digest = {
            "@id": self._id("hash", path, sha256),
            "@type": "uco-types:Hash",
            "uco-types:hashMethod": "SHA256",
            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": sha256},
        }
        facets = [
            self._facet("FileFacet", path, fileName=path.rsplit("/", 1)[1], filePath=path, sizeInBytes=size),
            self._facet("ContentDataFacet", path, hash=[digest], sizeInBytes=size),
        ]
        return self._node("uco-observable:File", path, hasFacet=facets)

    def _facet(self, kind: str, *names: str, **values: object) -> Node:
        own = {f"uco-observable:{name}": value for name, value in values.items()}
        return {"@id": self._id(kind, *names), "@type": f"uco-observable:{kind}", **own}

    def account(self, account: TheirAccount) -> list[Node]:
        """One account of the blackmailer, as the person stated it, and its links."""
        names = (account.platform, *account.handles, *account.numbers, *account.links)
        platform = self._node(
            "uco-identity:Organization", account.platform, name=_clean(platform_name(account.platform))
        )
        about: Node = {"accountIssuer": _ref(platform)} if account.platform else {}
        if account.numbers:
            about["accountIdentifier"] = _clean(account.numbers[0])
        facets = [
            self._facet("AccountFacet", *names, **about),
            self._facet("DigitalAccountFacet", *names, accountLogin=list(map(_clean, account.handles))),
        ]
        node = self._node(
            "uco-observable:DigitalAccount",
            *names,
            name=_clean(" ".join((platform_name(account.platform), *account.handles)).strip()),
            description=self._stated,
            hasFacet=facets,
        )
        return [node, *([platform] if account.platform else []), *(self._url(link) for link in account.links)]

    def _url(self, link: str) -> Node:
        facet = self._facet("URLFacet", link, fullValue=_clean(link))
        return self._node("uco-observable:URL", link, description=self._stated, hasFacet=[facet])

    def trace(self, identifier: Identifier) -> Node:
        """A phone number, an e-mail address, or another trace with its kind as the name."""
        value, key = _clean(identifier.value), (identifier.kind.value, identifier.service, identifier.normal)
        if identifier.kind is IdentifierKind.PHONE:
            facet = self._facet("PhoneAccountFacet", *key, phoneNumber=value)
            return self._node("uco-observable:PhoneAccount", *key, description=self._stated, hasFacet=[facet])
        if identifier.kind is IdentifierKind.EMAIL:
            facet = self._facet("EmailAddressFacet", *key, addressValue=value)
            return self._node("uco-observable:EmailAddress", *key, description=self._stated, hasFacet=[facet])
        label = f"{self._matter.words(f'identifier.{identifier.kind.value}')} {identifier.service}".strip()
        said = f"{label}: {value}. {self._stated}"
        return self._node("uco-observable:ObservableObject", *key, name=label, description=said)

    def investigation(self, ids: list[str]) -> Node:
        objects = [{"@id": node_id} for node_id in dict.fromkeys(ids)]
        name = f"{self._matter.words('subject')} {self._matter.short_id}"
        return self._node(
            "case-investigation:Investigation",
            name=name,
            description=self._stated,
            focus="Sextortion",
            object=objects,
        )


_TERMS = {
    "name": "uco-core:name",
    "description": "uco-core:description",
    "object": "uco-core:object",
    "hasFacet": "uco-core:hasFacet",
    "source": "uco-core:source",
    "target": "uco-core:target",
    "kindOfRelationship": "uco-core:kindOfRelationship",
    "isDirectional": "uco-core:isDirectional",
    "exhibitNumber": "case-investigation:exhibitNumber",
    "focus": "case-investigation:focus",
    "startTime": "uco-action:startTime",
    "instrument": "uco-action:instrument",
    "result": "uco-action:result",
}


def _ref(node: Node) -> Node:
    return {"@id": node["@id"]}


def _time(said: str | None, otherwise: datetime) -> Node:
    return {
        "@type": "xsd:dateTime",
        "@value": said or otherwise.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
