"""How a value that was pulled was read from its source."""

from dataclasses import dataclass

__all__ = ["Provenance"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a value was pulled from a source: when (in UTC), from which format, and the digests of answer and query."""

    at: str
    format: str
    answer: str
    query: str = ""

    def members(self) -> dict[str, str]:
        """Return the members of the JSON object, in the ledger's order."""
        query = {"query": self.query} if self.query else {}
        return {"at": self.at, "format": self.format, **query, "answer": self.answer}
