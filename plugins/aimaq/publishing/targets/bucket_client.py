"""What publishing needs of a bucket of S3-compatible storage; the one module that imports boto3, the extra ``s3``."""

import base64
import hashlib
import html
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aimaq.base.extras import require_extras
from aimaq.base.languages.messages import tr
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.publishing.targets.target_settings import BucketTarget

try:
    import boto3
    from botocore import exceptions as failures
    from botocore.awsrequest import AWSPreparedRequest, AWSResponse
    from botocore.config import Config
    from botocore.parsers import ResponseParserError
except ModuleNotFoundError:
    require_extras("aimaq publish", "s3")
    raise

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client
    from types_boto3_s3.type_defs import ObjectIdentifierTypeDef

__all__ = ["PARALLEL_REQUESTS", "Bucket", "Traffic"]

#: Enough to hide the latency of the storage, few enough for its limits.
PARALLEL_REQUESTS = 16
#: The most keys that one DeleteObjects request may have.
_BATCH = 1000
_CREDENTIALS = tr("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE")
_HINTS = {
    "AccessDenied": tr("the keys may not do this: docs/publishing.md lists the rights that publishing needs"),
    "InvalidAccessKeyId": tr("the storage does not know this access key: %(credentials)s", credentials=_CREDENTIALS),
    "SignatureDoesNotMatch": tr(
        "the secret key does not belong to the access key: %(credentials)s", credentials=_CREDENTIALS
    ),
    "ExpiredToken": tr("the keys have expired: get new ones"),
    "NoSuchBucket": tr("make the bucket, or correct its name"),
    "AuthorizationHeaderMalformed": tr('set "region" of the target to that of the bucket'),
    "PermanentRedirect": tr('set "endpoint" and "region" of the target to those of the bucket'),
}


_NO_STORAGE = tr("this is no object storage: its answer is not one of the S3 interface")
_NO_STORAGE_HINT = tr(
    'is "endpoint" of the target the address of the storage itself, and not of its web pages or of a proxy?'
)
#: What every page of a list of objects has one of.
_LIST_FIELDS = frozenset({"Name", "KeyCount", "IsTruncated"})
#: Parts of a signed request (Signature Version 2 and 4), which an answer may repeat.
_SIGNED = re.compile(
    r"AWS4-|Signature\W{0,6}=|Credential\W{0,6}=|Authorization\W|\b[0-9a-fA-F]{40,}\b|\bA[SK]IA[0-9A-Z]{12}"
)
_MAX_MESSAGE = 300  # characters


@dataclass(slots=True)
class Traffic:
    """How many requests were sent, retries included, and how many bytes their bodies had."""

    requests: int = 0
    bytes: int = 0


class Bucket:
    """A bucket or a folder in it, to which keys are relative; raises ``ProblemsFound`` when retries have failed."""

    def __init__(self, target: BucketTarget) -> None:
        self._target = target
        self._name, self._prefix = target.bucket, target.prefix
        self.traffic = Traffic()
        self._secrets: tuple[str, ...] = ()
        #: The last answer's status; botocore turns a 200 that it cannot read into a 500.
        self._status: int | None = None
        config = Config(
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=PARALLEL_REQUESTS,
            retries={"mode": "standard", "total_max_attempts": 5},
            # Not all storages support Amazon's newer checksums; all support Content-MD5.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if target.endpoint else {},
        )
        with self._failures_as_problems():
            session = boto3.session.Session()
            self._client: S3Client = session.client(
                "s3", endpoint_url=target.endpoint or None, region_name=target.region or None, config=config
            )
            keys = session.get_credentials()
            self._secrets = tuple(filter(None, (keys.access_key, keys.secret_key, keys.token))) if keys else ()
        lock = threading.Lock()

        def count(request: AWSPreparedRequest, **_: object) -> None:
            with lock:
                self.traffic.requests += 1
                self.traffic.bytes += int(request.headers.get("Content-Length", 0))

        def note_status(response: tuple[AWSResponse, object] | None, **_: object) -> None:
            if response is not None:
                self._status = getattr(response[0].raw, "status", None)

        self._client.meta.events.register("before-send.s3", count)
        self._client.meta.events.register("needs-retry.s3", note_status)

    def list(self) -> dict[str, str]:
        """Return the ETag of every object by its key."""
        etags = {}
        with self._failures_as_problems():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=self._prefix):
                if not _LIST_FIELDS & page.keys():
                    raise self._no_storage()
                for each in page.get("Contents", ()):
                    etags[each["Key"].removeprefix(self._prefix)] = each["ETag"].strip('"')
        return etags

    def get(self, key: str) -> bytes | None:
        """Return an object's bytes, or ``None`` if there is no object."""
        with self._failures_as_problems():
            try:
                answer = self._client.get_object(Bucket=self._name, Key=self._prefix + key)
            except self._client.exceptions.NoSuchKey:
                return None
            if "ETag" not in answer:  # every object has one; a web page need not
                raise self._no_storage()
            return answer["Body"].read()

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> str:
        """Write an object, whose bytes the storage compares with their MD5, and return its ETag."""
        md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        with self._failures_as_problems(key):
            answer = self._client.put_object(
                Bucket=self._name,
                Key=self._prefix + key,
                Body=data,
                ContentMD5=md5,
                ContentType=headers["Content-Type"],
                CacheControl=headers["Cache-Control"],
            )
            return answer["ETag"].strip('"')

    def copy(self, source: str, key: str, etag: str) -> str:
        """Copy an object with its headers, if it still has this ETag, and return the ETag of the copy."""
        with self._failures_as_problems(key):
            answer = self._client.copy_object(
                Bucket=self._name,
                Key=self._prefix + key,
                CopySource={"Bucket": self._name, "Key": self._prefix + source},
                CopySourceIfMatch=f'"{etag}"',
            )
            return answer["CopyObjectResult"]["ETag"].strip('"')

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; raise ``ProblemsFound`` at the end for those that could not be deleted."""
        objects: list[ObjectIdentifierTypeDef] = [{"Key": self._prefix + key} for key in sorted(keys)]
        problems = []
        for start in range(0, len(objects), _BATCH):
            with self._failures_as_problems():
                batch = objects[start : start + _BATCH]
                answer = self._client.delete_objects(Bucket=self._name, Delete={"Objects": batch, "Quiet": True})
                refused = answer.get("Errors", ())
            keys_sent = {each["Key"] for each in batch}
            for each in refused:
                shown = f"{each.get('Key')}: " if each.get("Key") in keys_sent else ""
                problems.append(self._problem(f"{shown}{self._harmless(str(each.get('Message')))}", ""))
        raise_any(problems)

    @contextmanager
    def _failures_as_problems(self, key: str = "") -> Iterator[None]:
        """Turn boto3's exceptions into ``ProblemsFound`` with advice; ``key`` is named in the message.

        What the storage answers is shown only if it repeats nothing of a signed request.
        """
        shown = f"{key}: " if key else ""
        try:
            yield
        except (failures.NoCredentialsError, failures.PartialCredentialsError, failures.ProfileNotFound) as error:
            raise ProblemsFound([self._problem(str(error), _CREDENTIALS)]) from None
        except failures.EndpointConnectionError as error:
            hint = tr('is the address right ("endpoint" of the target), and the network up?')
            raise ProblemsFound(
                [self._problem(tr("no answer from %(address)s", address=error.kwargs["endpoint_url"]), hint)]
            ) from None
        except failures.ClientError as error:
            details = error.response.get("Error", {})
            code = str(details.get("Code", ""))
            # A status of HTTP for a code: the answer had no error of the storage itself.
            if re.fullmatch(r"429|5\d\d", code) and self._status != 200:
                message = tr("%(shown)sthe storage cannot answer now (HTTP %(code)s)", shown=shown, code=code)
                raise ProblemsFound([self._problem(message, tr("try again later"))]) from None
            if not re.fullmatch(r"[A-Za-z][A-Za-z.]*", code):
                status = tr(" (HTTP %(code)s)", code=code) if re.fullmatch(r"[34]\d\d", code) else ""
                raise self._no_storage(shown, status) from None
            message = f"{shown}{self._harmless(str(details.get('Message') or code))} ({self._harmless(code)})"
            raise ProblemsFound([self._problem(message, _HINTS.get(code, ""))]) from None
        except failures.ConnectionClosedError:
            raise ProblemsFound(
                [self._problem(tr("%(shown)sthe storage has closed the connection", shown=shown), tr("try again"))]
            ) from None
        except (ResponseParserError, KeyError, TypeError, AttributeError, IndexError):
            raise self._no_storage(shown) from None  # without the answer, which boto3's messages repeat
        except (failures.BotoCoreError, ValueError) as error:
            raise ProblemsFound([self._problem(f"{shown}{self._harmless(str(error))}", "")]) from None

    def _harmless(self, text: str) -> str:
        """Return a short text from outside on one line; in the place of one that repeats credentials, say so."""
        plain = unquote(html.unescape(text))
        if _SIGNED.search(plain) or any(secret in each for secret in self._secrets for each in (text, plain)):
            return tr("the answer repeats a part of the keys or of the signature, and is not shown")
        text = " ".join(text.split())
        return text if len(text) <= _MAX_MESSAGE else f"{text[: _MAX_MESSAGE - 1]}…"

    def _no_storage(self, shown: str = "", reason: str = "") -> ProblemsFound:
        return ProblemsFound([self._problem(f"{shown}{_NO_STORAGE}{reason}", _NO_STORAGE_HINT)])

    def _problem(self, message: str, hint: str) -> Problem:
        return Problem(str(self._target), message, hint=hint)
