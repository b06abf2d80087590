"""A bucket of S3-compatible object storage, as few operations as publishing needs; what fails is a problem in words."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
)

from aimaq.base.problems import Problem, ProblemsFound
from aimaq.publishing.settings import BucketTarget

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client

__all__ = ["WORKERS", "Bucket", "Traffic"]

#: Requests at once: enough to hide the way to the storage, few enough for its limits.
WORKERS = 16
_BATCH = 1000  # DeleteObjects takes so many keys
_KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
_HINTS = {
    "AccessDenied": "the keys may not do this: docs/publishing.md lists the rights that publishing needs",
    "InvalidAccessKeyId": f"the storage does not know this access key: {_KEYS}",
    "SignatureDoesNotMatch": f"the secret key does not belong to the access key: {_KEYS}",
    "ExpiredToken": "the keys have expired: get new ones",
    "NoSuchBucket": "make the bucket, or correct its name",
    "AuthorizationHeaderMalformed": 'set "region" of the target to that of the bucket',
    "PermanentRedirect": 'set "endpoint" and "region" of the target to those of the bucket',
}


@dataclass(slots=True)
class Traffic:
    """Requests that were sent, retries included, and the bytes of their bodies."""

    requests: int = 0
    bytes: int = 0


class Bucket:
    """Keys are relative to the target's prefix. Methods raise ``ProblemsFound``, after they have tried again."""

    def __init__(self, target: BucketTarget) -> None:
        self._target = target
        self._name, self._prefix = target.bucket, target.prefix
        self.traffic = Traffic()
        config = Config(
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=WORKERS,
            retries={"mode": "standard", "total_max_attempts": 5},
            # Other storages than Amazon's do not all know its newer checksums; Content-MD5 they all do.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            s3={"addressing_style": "path"} if target.endpoint else {},
        )
        with self._explained():
            self._client: S3Client = boto3.session.Session().client(
                "s3", endpoint_url=target.endpoint or None, region_name=target.region or None, config=config
            )
        lock = threading.Lock()

        def count(request: Any, **_: Any) -> None:
            with lock:
                self.traffic.requests += 1
                self.traffic.bytes += int(request.headers.get("Content-Length", 0))

        self._client.meta.events.register("before-send.s3", count)

    def list(self) -> dict[str, str]:
        """Return every key with the ETag of its object."""
        found = {}
        with self._explained():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=self._prefix):
                for each in page.get("Contents", ()):
                    found[each["Key"].removeprefix(self._prefix)] = each["ETag"].strip('"')
        return found

    def get(self, key: str) -> bytes | None:
        """Return an object's bytes, or ``None`` if there is none."""
        with self._explained():
            try:
                return self._client.get_object(Bucket=self._name, Key=self._prefix + key)["Body"].read()
            except self._client.exceptions.NoSuchKey:
                return None

    def put(self, key: str, data: bytes, headers: Mapping[str, str]) -> str:
        """Write an object, whose bytes the storage compares with their MD5, and return its ETag."""
        md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
        with self._explained(key):
            done = self._client.put_object(
                Bucket=self._name,
                Key=self._prefix + key,
                Body=data,
                ContentMD5=md5,
                ContentType=headers["Content-Type"],
                CacheControl=headers["Cache-Control"],
            )
        return done["ETag"].strip('"')

    def copy(self, source: str, key: str, etag: str) -> str:
        """Copy an object, which must still have this ETag, with its headers, and return the copy's."""
        with self._explained(key):
            done = self._client.copy_object(
                Bucket=self._name,
                Key=self._prefix + key,
                CopySource={"Bucket": self._name, "Key": self._prefix + source},
                CopySourceIfMatch=f'"{etag}"',
            )
        return done["CopyObjectResult"]["ETag"].strip('"')

    def delete(self, keys: Iterable[str]) -> None:
        """Delete objects."""
        wanted = sorted(keys)
        problems = []
        for start in range(0, len(wanted), _BATCH):
            with self._explained():
                batch: Any = [{"Key": self._prefix + key} for key in wanted[start : start + _BATCH]]
                done = self._client.delete_objects(Bucket=self._name, Delete={"Objects": batch, "Quiet": True})
            problems += [self._problem(f"{e.get('Key')}: {e.get('Message')}", "") for e in done.get("Errors", ())]
        if problems:
            raise ProblemsFound(problems)

    @contextmanager
    def _explained(self, key: str = "") -> Iterator[None]:
        """Say in words what the storage or the way to it refuses."""
        shown = f"{key}: " if key else ""
        try:
            yield
        except (NoCredentialsError, PartialCredentialsError, ProfileNotFound) as error:
            raise ProblemsFound([self._problem(str(error), _KEYS)]) from None
        except EndpointConnectionError as error:
            hint = 'is the address right ("endpoint" of the target), and the network up?'
            raise ProblemsFound([self._problem(f"no answer from {error.kwargs['endpoint_url']}", hint)]) from None
        except ClientError as error:
            told = error.response.get("Error", {})
            code = told.get("Code", "")
            message = f"{shown}{told.get('Message') or code} ({code})"
            raise ProblemsFound([self._problem(message, _HINTS.get(code, ""))]) from None
        except (BotoCoreError, ParamValidationError, ValueError) as error:
            raise ProblemsFound([self._problem(f"{shown}{error}", "")]) from None

    def _problem(self, message: str, hint: str) -> Problem:
        return Problem(str(self._target), message, hint=hint)
