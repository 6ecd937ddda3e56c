"""An extension for ``threatexchange`` and Meta's Hasher-Matcher-Actioner: withdraws rightly, and reports.

``tx config extensions add holdfast.takedown.tx``. Needs the extra ``partner`` (decision 0091).
"""

from threatexchange.extensions.manifest import ThreatExchangeExtensionManifest

from holdfast.takedown.tx.exchange_class import HoldfastSignalExchangeAPI

TX_MANIFEST = ThreatExchangeExtensionManifest(apis=(HoldfastSignalExchangeAPI,))
