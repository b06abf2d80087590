"""Send a request to a service of the log, a witness or a timestamp authority, within limits."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from aimaq.base.languages.messages import tr

__all__ = ["NoAnswer", "ServiceAnswer", "post"]

_SECONDS: Final = 15
_MOST_BYTES: Final = 1_000_000


class NoAnswer(Exception):
    """Raised where there is no answer; the message says why."""


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """The status and the body that a service has sent."""

    status: int
    body: bytes


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Passes on a redirect as an answer: a service is asked where the settings say."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


def post(address: str, data: bytes, media_type: str) -> ServiceAnswer:
    """Return the answer to a POST request, of any status; raise ``NoAnswer``."""
    headers = {"Content-Type": media_type, "User-Agent": "Aimaq"}
    request = urllib.request.Request(address, data, headers)
    # An address by http is on this machine, which is asked without the proxy of the environment.
    direct = [urllib.request.ProxyHandler({})] if urlsplit(address).scheme == "http" else []
    try:
        with urllib.request.build_opener(_NoRedirects, *direct).open(request, timeout=_SECONDS) as response:
            return ServiceAnswer(response.status, response.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return ServiceAnswer(error.code, error.read(_MOST_BYTES))
    except urllib.error.URLError as error:
        raise NoAnswer(str(getattr(error.reason, "strerror", None) or error.reason)) from None
    except TimeoutError:
        raise NoAnswer(tr("no answer in %(seconds)s seconds", seconds=_SECONDS)) from None
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(tr("the answer broke off: %(error)s", error=error or type(error).__name__)) from None
