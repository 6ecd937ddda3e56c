"""The tables of the PostgreSQL store, version 1."""

from __future__ import annotations

from typing import LiteralString

VERSION = 1

TABLES: LiteralString = (
    "holdfast_case.wraps, holdfast_case.cases, holdfast_case.sealed_rows,"
    " holdfast_case.blobs, holdfast_case.pieces"
)

#: EXTERNAL: sealed bytes do not compress, and a piece can be read in part. STATISTICS 0: ANALYZE would otherwise
#: copy short values into pg_statistic, where a deletion does not reach them.
CREATE: LiteralString = """
CREATE SCHEMA IF NOT EXISTS holdfast_case;
CREATE TABLE holdfast_case.made (version int NOT NULL);
CREATE TABLE holdfast_case.cases (
    case_id text PRIMARY KEY, format int NOT NULL, hour timestamptz NOT NULL, head bytea NOT NULL);
CREATE TABLE holdfast_case.wraps (
    locator bytea PRIMARY KEY, case_id text NOT NULL REFERENCES holdfast_case.cases ON DELETE CASCADE,
    kind text NOT NULL, salt bytea NOT NULL, memory_kib int NOT NULL, iterations int NOT NULL,
    lanes int NOT NULL, commitment bytea NOT NULL, sealed bytea NOT NULL);
CREATE INDEX wraps_of_case ON holdfast_case.wraps (case_id, kind);
CREATE TABLE holdfast_case.sealed_rows (
    case_id text NOT NULL REFERENCES holdfast_case.cases ON DELETE CASCADE,
    name text COLLATE "C" NOT NULL, row_id text COLLATE "C" NOT NULL, version int NOT NULL,
    hour timestamptz NOT NULL, tag bytea, sealed bytea NOT NULL,
    PRIMARY KEY (case_id, name, row_id, version));
CREATE INDEX rows_by_tag ON holdfast_case.sealed_rows (case_id, name, tag) WHERE tag IS NOT NULL;
CREATE TABLE holdfast_case.blobs (
    case_id text NOT NULL REFERENCES holdfast_case.cases ON DELETE CASCADE, blob_id text NOT NULL,
    kept bool NOT NULL, begun timestamptz NOT NULL, PRIMARY KEY (case_id, blob_id));
CREATE TABLE holdfast_case.pieces (
    case_id text NOT NULL, blob_id text NOT NULL, number int NOT NULL, sealed bytea NOT NULL,
    PRIMARY KEY (case_id, blob_id, number),
    FOREIGN KEY (case_id, blob_id) REFERENCES holdfast_case.blobs ON DELETE CASCADE);
CREATE TABLE holdfast_case.gone (
    case_id text PRIMARY KEY, hour timestamptz NOT NULL, finished bool NOT NULL);
ALTER TABLE holdfast_case.pieces ALTER sealed SET STORAGE EXTERNAL, ALTER sealed SET STATISTICS 0;
ALTER TABLE holdfast_case.sealed_rows ALTER sealed SET STORAGE EXTERNAL, ALTER sealed SET STATISTICS 0,
    ALTER tag SET STATISTICS 0;
ALTER TABLE holdfast_case.cases ALTER head SET STATISTICS 0;
ALTER TABLE holdfast_case.wraps ALTER locator SET STATISTICS 0, ALTER salt SET STATISTICS 0,
    ALTER commitment SET STATISTICS 0, ALTER sealed SET STATISTICS 0;
"""
