"""Values that a template sees only through the attributes that it names."""

__all__ = ["GETTEXT_READS", "View", "view_names"]


GETTEXT_READS = "aimaq.gettext_reads"
"""The key of a Jinja environment's ``policies`` for the names that its gettext functions read from the context."""


class View:
    """Base class of frozen views.

    A page's key covers only those attributes of a view that its template names, so a changed body does not change a
    list that prints titles. A view's methods and properties must not matter to a template in any other way.
    """

    __slots__ = ()


def view_names() -> frozenset[str]:
    """Return the names of all attributes of all views."""
    names: set[str] = set()
    kinds = [View]
    while kinds:
        kind = kinds.pop()
        names.update(dir(kind))
        kinds.extend(kind.__subclasses__())
    return frozenset(names)
