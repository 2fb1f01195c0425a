"""The tables of the SQLite log: records by topic, partition and offset; sessions with their epochs; rows of state."""

from typing import Final

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS topics (topic TEXT PRIMARY KEY, partitions INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
    topic TEXT NOT NULL, part INTEGER NOT NULL, off INTEGER NOT NULL, key TEXT NOT NULL, value BLOB,
    headers TEXT NOT NULL, recorded_ms INTEGER NOT NULL, PRIMARY KEY (topic, part, off)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ends (
    topic TEXT NOT NULL, part INTEGER NOT NULL, off INTEGER NOT NULL, recorded_ms INTEGER NOT NULL,
    PRIMARY KEY (topic, part)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sessions (
    task TEXT NOT NULL, topic TEXT NOT NULL, part INTEGER NOT NULL, epoch INTEGER NOT NULL, off INTEGER NOT NULL,
    PRIMARY KEY (task, topic, part)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (
    task TEXT NOT NULL, part INTEGER NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (task, part, namespace, key)
) WITHOUT ROWID;
"""
