"""Where pulled values come from: when they were read, how, and digests by which anybody can check that."""

from datetime import datetime
from hashlib import sha256

from aimaq.figures.ledger.provenance import Provenance
from aimaq.figures.log.entries import digest_of, stamp
from aimaq.figures.pull.answers import decoded_answer
from aimaq.figures.pull.cells import Number, Table
from aimaq.figures.pull.sources import DataSource

__all__ = ["provenance_of"]


def provenance_of(source: DataSource, body: bytes, at: datetime) -> Provenance:
    """Return the provenance of what was read at a moment.

    The digest of a file is that of its bytes, the digest of a table that a process has read that of its texts, and
    that of a query is of its statement with the values.
    """
    asked = {"query": source.query, "bind": dict(source.bind)} if source.query else {}
    table = decoded_answer(body) if source.is_read_apart else None
    answer = _digest(table) if isinstance(table, Table) else sha256(body).hexdigest()
    return Provenance(stamp(at), source.format, answer, digest_of(asked))


def _digest(table: Table) -> str:
    rows = [[cell.text if isinstance(cell, Number) else cell for cell in cells] for _, cells in table]
    return digest_of([list(table.headings), rows])
