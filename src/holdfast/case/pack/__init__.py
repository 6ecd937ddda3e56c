"""The pack: report, bag, manifest, graph, log and verifier for the police; and checking one (docs/formats/pack-1.md).

Nothing heavy is imported here: ``make`` brings Typst, ``verify`` and ``sealed`` bring cryptography.
"""
