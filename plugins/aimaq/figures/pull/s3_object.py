"""Fetch an object from S3-compatible storage, within the limits of a fetch; needs boto3, the extra ``s3``.

The keys are those of the environment. No message of the storage is repeated: an answer may echo a request and its
signature.
"""

from http import HTTPStatus
from typing import Final

from aimaq.base.extras import has_extra, how_to_get
from aimaq.base.languages.messages import tr
from aimaq.figures.pull.fetch import MOST_BYTES, MOST_LARGE_BYTES, MOST_SECONDS, Answer, FetchError, check_type, in_time
from aimaq.figures.pull.sources import S3_ADDRESS

__all__ = ["fetch_object"]

_REASONS: Final = {
    "AccessDenied": "the keys may not read it",
    "ExpiredToken": "the keys have expired",
    "InvalidAccessKeyId": "the storage does not know this access key",
    "NoSuchBucket": "there is no such bucket",
    "NoSuchKey": "there is no such object",
    "SignatureDoesNotMatch": "the secret key does not belong to the access key",
}


def fetch_object(url: str, format: str, *, endpoint: str = "", etag: str = "", large: bool = False) -> Answer:
    """Fetch ``url``, if it has another ``etag`` than our copy; raise :class:`FetchError`.

    ``endpoint`` is the address of the storage, Amazon's own if it is empty.
    """
    if not has_extra("s3"):
        raise FetchError(tr("packages that this needs are not installed: %(how_to_get)s", how_to_get=how_to_get("s3")))
    return in_time(
        MOST_SECONDS, lambda: _object(url, format, endpoint, etag, MOST_LARGE_BYTES if large else MOST_BYTES)
    )


def _object(url: str, format: str, endpoint: str, etag: str, most: int) -> Answer:
    import boto3
    from botocore.config import Config
    from botocore.exceptions import ClientError, NoCredentialsError

    place = S3_ADDRESS.fullmatch(url)
    if place is None:
        raise FetchError(tr("it is no address of an object, such as s3://bucket/file.csv"))
    config = Config(
        connect_timeout=10,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 2},
        s3={"addressing_style": "path"} if endpoint else {},
    )
    try:
        client = boto3.session.Session().client("s3", endpoint_url=endpoint or None, config=config)
        bucket, key = place["bucket"], place["key"]
        if etag:
            answer = client.get_object(Bucket=bucket, Key=key, IfNoneMatch=etag)
        else:
            answer = client.get_object(Bucket=bucket, Key=key)
        if "ETag" not in answer:  # every object has one; a web page need not
            raise FetchError(tr("this is no object storage: its answer is not one of the S3 interface"))
        check_type(answer.get("ContentType", "").partition(";")[0].strip().lower(), format)
        body = answer["Body"].read(most + 1)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code == "304":
            return Answer(None)
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        reason = _REASONS.get(code, f"the storage answers {status}, or this is no object storage")
        raise FetchError(tr("it cannot be read: %(reason)s", reason=reason)) from None
    except NoCredentialsError:
        raise FetchError(
            tr("there are no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE")
        ) from None
    except FetchError:
        raise
    except Exception as error:  # boto3 passes on what its parsers and its HTTP library raise, with what was answered
        raise FetchError(
            tr("the storage cannot be reached, or this is none: %(name)s", name=type(error).__name__)
        ) from None
    if (status := answer["ResponseMetadata"]["HTTPStatusCode"]) != HTTPStatus.OK:
        # A part of an object (206) would take the place of the whole.
        raise FetchError(tr("the storage answers %(status)s", status=status))
    if len(body) < min(answer["ContentLength"], most):
        raise FetchError(
            tr(
                "the answer broke off after %(number)s of %(length)s bytes",
                number=len(body),
                length=answer["ContentLength"],
            )
        )
    if len(body) > most:
        raise FetchError(tr("it is larger than %(most)s MB", most=most // 1_000_000))
    return Answer(body, answer["ETag"])
