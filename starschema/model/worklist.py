"""The tables of flows: what is to be done, by whom, what has landed, and how far each feed has come.

They are the library's own, but only flows use them, so a flow makes them when it first runs.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

from starschema.model.storage import timestamp

EXACT = frozenset({"task_id", "flow", "feed", "status", "claim", "asked_by"})
"""Names of the text columns that are compared code point by code point."""


def task_table(metadata: MetaData) -> Table:
    """Return the table of the work of flows."""
    return Table(
        "starschema_task",
        metadata,
        Column("task_id", String(32), primary_key=True, comment="Digest of flow, feed and piece: none is asked twice"),
        Column("flow", String(60), nullable=False),
        Column("feed", String(60), nullable=False),
        Column("target", String(200), nullable=False, comment="Table that it loads"),
        Column("piece", Text, nullable=False, comment="What of the feed it is: a file, a round, a slice"),
        Column("details", Text, nullable=False, comment="JSON: how to open the piece"),
        Column("status", String(10), nullable=False, comment="waiting, running, done, failed or revoked"),
        Column("priority", Integer, nullable=False, comment="1 comes first"),
        Column("asked_at", timestamp(), nullable=False, comment="UTC; what it waits for was asked no later"),
        Column("position", Integer, nullable=False, comment="Order among what was asked at once"),
        Column("asked_by", String(64), comment="The message that asked for it"),
        Column("due_at", timestamp(), nullable=False, comment="UTC; not to be tried before"),
        Column("sent_at", timestamp(), comment="UTC; when a worker was last told of it"),
        Column("attempts", Integer, nullable=False, comment="How often it was begun since it was asked for"),
        Column("generation", Integer, nullable=False, comment="How often it is to be loaded again on purpose"),
        Column("claim", String(32), comment="Token of whoever does it; a load commits only while it is its own"),
        Column("claimed_by", String(200), comment="Host and process"),
        Column("heartbeat_at", timestamp(), comment="UTC; a claim whose heart is still is taken over"),
        Column("extract", Text, comment="JSON: the files that have landed, and what is in them"),
        Column("landed_at", timestamp(), comment="UTC"),
        Column("load_id", BigInteger, comment="The load that did it"),
        Column("rows", BigInteger, comment="Rows that it read"),
        Column("finished_at", timestamp(), comment="UTC"),
        Column("error", Text, comment="Why the last attempt failed"),
        Index("ix_starschema_task_flow", "flow", "feed"),
        comment="One row per feed and piece of work of a flow",
    )


def feed_table(metadata: MetaData) -> Table:
    """Return the table of how far feeds have come."""
    return Table(
        "starschema_feed",
        metadata,
        Column("flow", String(60), primary_key=True),
        Column("feed", String(60), primary_key=True),
        Column("rounds", BigInteger, nullable=False, comment="How many times it was loaded, files aside"),
        Column("mark", Text, comment="JSON: how far its source was read, moved by the load that read it"),
        Column("moved_at", timestamp(), comment="UTC"),
        comment="One row per feed of a flow: how far its source was read",
    )
