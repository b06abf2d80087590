"""What publishing needs of a bucket of S3-compatible storage; the one module that imports boto3, the extra ``s3``."""

import base64
import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aimaq.base.extras import require_extras
from aimaq.base.problems import Problem, ProblemsFound, raise_any
from aimaq.publishing.targets.target_settings import BucketTarget

try:
    import boto3
    from botocore import exceptions as failures
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.config import Config
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
_CREDENTIALS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
_HINTS = {
    "AccessDenied": "the keys may not do this: docs/publishing.md lists the rights that publishing needs",
    "InvalidAccessKeyId": f"the storage does not know this access key: {_CREDENTIALS}",
    "SignatureDoesNotMatch": f"the secret key does not belong to the access key: {_CREDENTIALS}",
    "ExpiredToken": "the keys have expired: get new ones",
    "NoSuchBucket": "make the bucket, or correct its name",
    "AuthorizationHeaderMalformed": 'set "region" of the target to that of the bucket',
    "PermanentRedirect": 'set "endpoint" and "region" of the target to those of the bucket',
}


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
            self._client: S3Client = boto3.session.Session().client(
                "s3", endpoint_url=target.endpoint or None, region_name=target.region or None, config=config
            )
        lock = threading.Lock()

        def count(request: AWSPreparedRequest, **_: object) -> None:
            with lock:
                self.traffic.requests += 1
                self.traffic.bytes += int(request.headers.get("Content-Length", 0))

        self._client.meta.events.register("before-send.s3", count)

    def list(self) -> dict[str, str]:
        """Return the ETag of every object by its key."""
        etags = {}
        with self._failures_as_problems():
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._name, Prefix=self._prefix):
                for each in page.get("Contents", ()):
                    etags[each["Key"].removeprefix(self._prefix)] = each["ETag"].strip('"')
        return etags

    def get(self, key: str) -> bytes | None:
        """Return an object's bytes, or ``None`` if there is no object."""
        with self._failures_as_problems():
            try:
                return self._client.get_object(Bucket=self._name, Key=self._prefix + key)["Body"].read()
            except self._client.exceptions.NoSuchKey:
                return None

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
            problems += [self._problem(f"{e.get('Key')}: {e.get('Message')}", "") for e in answer.get("Errors", ())]
        raise_any(problems)

    @contextmanager
    def _failures_as_problems(self, key: str = "") -> Iterator[None]:
        """Turn boto3's exceptions into ``ProblemsFound`` with advice; ``key`` is named in the message."""
        shown = f"{key}: " if key else ""
        try:
            yield
        except (failures.NoCredentialsError, failures.PartialCredentialsError, failures.ProfileNotFound) as error:
            raise ProblemsFound([self._problem(str(error), _CREDENTIALS)]) from None
        except failures.EndpointConnectionError as error:
            hint = 'is the address right ("endpoint" of the target), and the network up?'
            raise ProblemsFound([self._problem(f"no answer from {error.kwargs['endpoint_url']}", hint)]) from None
        except failures.ClientError as error:
            details = error.response.get("Error", {})
            code = details.get("Code", "")
            message = f"{shown}{details.get('Message') or code} ({code})"
            raise ProblemsFound([self._problem(message, _HINTS.get(code, ""))]) from None
        except (failures.BotoCoreError, ValueError) as error:
            raise ProblemsFound([self._problem(f"{shown}{error}", "")]) from None

    def _problem(self, message: str, hint: str) -> Problem:
        return Problem(str(self._target), message, hint=hint)
