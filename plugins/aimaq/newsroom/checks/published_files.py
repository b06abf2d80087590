"""Which of the editors' files are published as they are: kinds on a list, under names that no host obeys.

Hosts and browsers act on what a file is called. On a host that sends no headers a page in ``content/media`` would run
in the site's name, and a file ``_headers`` would replace the host's settings.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem
from aimaq.base.svg_drawings import svg_problem
from aimaq.newsroom.media.files import ATTACHED
from aimaq.newsroom.settings import Newsroom

__all__ = ["file_problems"]

#: The endings of files that are published, beside those that HOSTING_TYPES names.
KINDS: Final = frozenset({*ATTACHED, ".gif", ".svg", ".webm", ".vtt", ".ics"})
#: What browsers or servers run. No setting makes them attachments.
_ACTIVE: Final = frozenset(
    "html htm xhtml xht shtml shtm stm mht mhtml xml xsl xslt rdf atom rss js mjs cjs wasm css hta htc svgz swf jar"
    " php php3 php4 php5 php7 php8 phps phtml pht phar inc asp aspx asa ashx asmx ascx cer cgi fcgi pl pm py pyc rb sh"
    " bash jsp jspx jspf jsw cfm cfml exe dll so bat cmd ps1 vbs wsf lua do action".split()
)
#: Servers run a file by any of its endings: ``x.php.jpg``.
_RUN_ANYWHERE: Final = _ACTIVE - {"do", "action", "so", "inc", "css", "rdf", "js", "sh", "py", "pl", "pm", "rb", "xml"}
#: Names that hosts, servers or browsers read as settings, or obey, in any folder; lower case.
_HOSTS: Final = frozenset(
    "_headers _redirects _routes.json _worker.js cname netlify.toml vercel.json now.json firebase.json wrangler.toml"
    " wrangler.json wrangler.jsonc staticwebapp.config.json routes.json _config.yml web.config php.ini nginx.conf"
    " caddyfile sw.js service-worker.js serviceworker.js crossdomain.xml clientaccesspolicy.xml package.json"
    " composer.json app.yaml dockerfile procfile".split()
)
_TYPE_PATTERN: Final = re.compile(r"/\*(\.[\w.-]+)")


def file_problems(static: Mapping[str, str], types: Iterable[str], newsroom: Newsroom) -> Iterator[Problem]:
    """Yield a problem for each file that is not to be published.

    ``static`` has the address of each file by its path below the content folder; ``types`` are the patterns of the
    setting HOSTING_TYPES: ``/*.glb`` adds the ending ``.glb``.
    """
    kinds = KINDS | {match[1].lower() for each in types if (match := _TYPE_PATTERN.fullmatch(each))}
    for path, address in static.items():
        shown = newsroom.shown(newsroom.content / path)
        found = {_fault(name, kinds) for name in (path, address.lstrip("/"))} - {("", "")}
        for message, hint in sorted(found)[:1]:
            yield Problem(shown, message, hint=hint)
        if not found and path.lower().endswith(".svg"):
            yield from svg_problem(Path(newsroom.content, path), shown)


def _fault(path: str, kinds: frozenset[str]) -> tuple[str, str]:
    """Return what forbids to publish a file under this path, and what to do; two empty strings if nothing does."""
    parts = PurePosixPath(path.lower()).parts
    name, endings = parts[-1], parts[-1].split(".")[1:]
    if name in _HOSTS:
        return tr('hosts read a file "%(name)s" as settings of the site', name=PurePosixPath(path).name), tr(
            "give it another name"
        )
    for part in parts:
        if part.startswith(".") and part != ".well-known":
            return tr('the name "%(part)s" begins with a dot: such files are settings of servers', part=part), tr(
                "give it another name"
            )
    run = next((each for each in endings[:-1] if each in _RUN_ANYWHERE), "")
    if run:
        return tr('servers may run a file with ".%(run)s" in its name', run=run), tr("give it a name with one ending")
    ending = f".{endings[-1]}" if endings else ""
    if ending in kinds and ending[1:] not in _ACTIVE:
        return "", ""
    hint = tr("what is published: %(list)s", list=", ".join(sorted(each[1:] for each in kinds)))
    if not ending:
        return tr("a file without an ending is not published"), hint
    return tr('files that end in "%(ending)s" are not published', ending=ending), hint
