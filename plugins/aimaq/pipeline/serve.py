"""``aimaq serve``: a preview that is rebuilt on every save."""

from collections.abc import Callable, Iterable

from aimaq.base.languages.messages import speaking
from aimaq.base.overrides import OVERRIDES
from aimaq.pipeline.dev_server import Server, rebuild_on_change
from aimaq.pipeline.kinds import build_preview, preview_place
from aimaq.pipeline.project import CONF, Project
from aimaq.pipeline.report import Report
from aimaq.pipeline.session import Session

__all__ = ["preview_server", "serve"]


def preview_server(project: Project, port: int) -> Server:
    """Return the server of the preview; raise ``OSError``, ``OverflowError`` if the port cannot be used."""
    return Server(preview_place(project).site, port)


def serve(
    project: Project,
    server: Server,
    *,
    built: Callable[[Report], None],
    failed: Callable[[Exception], str],
    ready: Callable[[str], None],
) -> None:
    """Serve the preview on this machine until the process ends.

    ``built`` and ``failed`` are called after each build; ``failed`` returns what open pages show of the error.
    ``ready`` is called once, with the address.
    """
    session = Session()

    def rebuild() -> tuple[str, Iterable[str]]:
        lang = server.language
        with speaking(lang):
            problems, changed = build()
        with server.changed:
            server.problems, server.said = problems, lang
            server.changed.notify_all()
        return problems, changed

    def build() -> tuple[str, Iterable[str]]:
        try:
            report = build_preview(project, session)
        except Exception as error:  # the server goes on after any error
            return failed(error), ()
        server.site_folder = report.folder
        built(report)
        server.drafts = report.drafts
        return "", report.changes.paths

    server.start()
    names = ("content", "theme", "plugins", OVERRIDES, CONF)
    paths = [project.root / name for name in names]
    rebuild_on_change(paths, rebuild, server, session, ready=lambda: ready(server.url))
