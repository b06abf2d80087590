"""The meanings of the fields in the data files, for the page that describes them and for openapi.json."""

from dataclasses import dataclass
from typing import Final

__all__ = ["FIELDS", "Field"]


def _(message: str) -> str:
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a release in JSON and CSV; ``text`` is the English message that describes it."""

    name: str
    text: str


FIELDS: Final = (
    Field("id", _("The release’s own name, which never changes: the fragment of its address.")),
    Field("url", _("The address of the release, for ever: there it stands even when a later one has replaced it.")),
    Field(
        "period",
        _(
            "What the value describes: a day, a month, a quarter (2022-Q4), a half-year (2022-S2), "
            "months (2022-01--09) or a year."
        ),
    ),
    Field("start", _("The first day of the period.")),
    Field("end", _("The last day of the period.")),
    Field("value", _("The number, ungrouped and with a decimal point; the unit is in the field “unit”.")),
    Field(
        "range",
        _(
            "The lowest and the highest value that an estimate or a plan may turn out to be; in CSV “range_low” and "
            "“range_high”. Absent or empty for other values."
        ),
    ),
    Field("status", _("actual, provisional, estimate or plan. A plan is never current while there is a figure.")),
    Field("released", _("The day on which the value was made public.")),
    Field("kind", _("“correction” where what had been published before was wrong; absent or empty for a new value.")),
    Field("replaced_by", _("The id of the release that took this one’s place; absent or empty while it stands.")),
    Field(
        "counted_since",
        _(
            "Since which period that is counted which is counted here; “definition_changes” says what is different. "
            "Absent or empty if nothing had changed before."
        ),
    ),
    Field("note", _("What has to be known about the value, in each language.")),
    Field("source", _("Where the value was made public: title and address.")),
    Field("text", _("The value with its unit, as the site prints it, in each language.")),
)
