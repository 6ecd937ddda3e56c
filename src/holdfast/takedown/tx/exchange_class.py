"""The exchange class. It differs from ``StopNCIISignalExchangeAPI`` of threatexchange 1.2.17 in two things.

That one looks for "Withdrawn" in the hash's value instead of its status, so a withdrawn hash goes on being matched; and
nothing in it sends feedback.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from threatexchange.exchanges import auth
from threatexchange.exchanges import fetch_state as state
from threatexchange.exchanges.clients.stopncii import api
from threatexchange.exchanges.collab_config import CollaborationConfigBase
from threatexchange.exchanges.impl.stop_ncii_api import (
    StopNCIICheckpoint,
    StopNCIISignalExchangeAPI,
    StopNCIISignalMetadata,
)
from threatexchange.signal_type.md5 import VideoMD5Signal
from threatexchange.signal_type.pdq.signal import PdqSignal
from threatexchange.signal_type.signal_base import SignalType

_TYPES: dict[api.StopNCIISignalType, type[SignalType]] = {
    api.StopNCIISignalType.ImagePDQ: PdqSignal,
    api.StopNCIISignalType.VideoMD5: VideoMD5Signal,
}
_SAYS = {
    state.SignalOpinionCategory.POSITIVE_CLASS: api.StopNCIICSPFeedbackValue.Blocked,
    state.SignalOpinionCategory.NEGATIVE_CLASS: api.StopNCIICSPFeedbackValue.NotBlocked,
    state.SignalOpinionCategory.INVESTIGATION_SEED: api.StopNCIICSPFeedbackValue.PendingReview,
}
Delta = state.FetchDelta[tuple[str, str], StopNCIISignalMetadata, StopNCIICheckpoint]


@dataclass
class HoldfastCredentials(auth.CredentialHelper):
    """``TX_HOLDFAST_KEYS``: fetch key, subscription key, address up to /v1, and the feedback key if you have one."""

    ENV_VARIABLE: t.ClassVar[str] = "TX_HOLDFAST_KEYS"
    FILE_NAME: t.ClassVar[str] = "~/.tx_holdfast_keys"

    fetch_function_key: str = field(metadata={"help": "Key of the FetchHashes endpoint."})
    subscription_key: str = field(metadata={"help": "Your subscription key, sent with every request."})
    base_url: str = field(metadata={"help": "Address of the exchange, up to /v1."})
    feedback_function_key: str = field(
        default="", metadata={"help": "Key of SubmitFeedback. Without it, nothing is reported."}
    )

    @classmethod
    def _from_str(cls, s: str) -> HoldfastCredentials:
        parts = [part.strip() for part in s.strip().split(",")]
        if len(parts) not in (3, 4):
            raise ValueError("fetch key,subscription key,address[,feedback key]")
        return cls(*parts)

    def _are_valid(self) -> bool:
        return bool(self.fetch_function_key and self.subscription_key and self.base_url)


class HoldfastSignalExchangeAPI(StopNCIISignalExchangeAPI):
    """A Holdfast exchange. Its name in configurations is ``holdfast``."""

    @classmethod
    def get_name(cls) -> str:
        return "holdfast"

    @staticmethod
    def get_credential_cls() -> type[HoldfastCredentials]:  # type: ignore[override]
        return HoldfastCredentials

    @classmethod
    def for_collab(  # type: ignore[override]
        cls, collab: CollaborationConfigBase, credentials: HoldfastCredentials | None = None
    ) -> HoldfastSignalExchangeAPI:
        keys = credentials or HoldfastCredentials.get(cls)
        more = {api.StopNCIIEndpoint.SubmitFeedback: keys.feedback_function_key}
        client = api.StopNCIIAPI(
            keys.subscription_key,
            keys.fetch_function_key,
            {endpoint: key for endpoint, key in more.items() if key},
            base_url_override=keys.base_url,
        )
        return cls(collab, client)

    def fetch_iter(
        self, _supported_signal_types: t.Sequence[type[SignalType]], checkpoint: StopNCIICheckpoint | None
    ) -> t.Iterator[Delta]:
        """One delta a page. A withdrawn or deleted hash comes as None, which every store takes for "remove"."""
        start = api.StopNCIIAPI.DEFAULT_START_TIME if checkpoint is None else checkpoint.update_time
        for page in self.api.fetch_hashes_iter(start_timestamp=start):
            updates = dict(_update(one) for one in page.hashRecords if one.signalType in _TYPES)
            yield state.FetchDelta(updates, StopNCIICheckpoint.from_stopncii_fetch(page))

    def report_opinion(self, s_type: type[SignalType], signal: str, opinion: state.SignalOpinion) -> None:
        """A verdict of yours becomes feedback; a match to look at becomes PendingReview. Used by ``tx label``."""
        kind = next((kind for kind, ours in _TYPES.items() if ours is s_type), None)
        if kind is None:
            # As the class above it does for what it cannot do.
            raise NotImplementedError(f"the hash feed carries no {s_type.get_name()}")
        self.api.submit_feedback(kind, signal, _SAYS[opinion.category], set(opinion.tags))


def _update(record: api.StopNCIIHashRecord) -> tuple[tuple[str, str], StopNCIISignalMetadata | None]:
    key = _TYPES[record.signalType].get_name(), record.hashValue
    matched = record.hashStatus is api.StopNCIICaseStatus.Active
    return key, StopNCIISignalMetadata(record.CSPFeedbacks) if matched else None
