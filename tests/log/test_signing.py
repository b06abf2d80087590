"""Heads of the log are signed with keys from the environment, a file or an ssh-agent, and nobody sees them."""

from __future__ import annotations

import os
import re
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from aimaq.base.problems import ProblemsFound
from aimaq.figures.log import log_file
from aimaq.figures.log.entries import Begin, Key
from aimaq.figures.log.log_file import Log, LogFiles
from aimaq.figures.log.signed_note import Note, VerifierKey
from aimaq.publishing.log.sealing import Sealing
from aimaq.publishing.log.signing_keys import agent_keys, find_signers, new_key
from aimaq.settings.read import read_settings
from aimaq.settings.schema import Settings

NAME, NOW = "example.org/log", "2026-11-28T07:00:00Z"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    return tmp_path / "project"


def settings_of(project: Path, **values: Any) -> Settings:
    return read_settings(values, project)


def made(folder: Path, project: Path, name: str = NAME) -> tuple[VerifierKey, str]:
    """A new key, and the text of its file."""
    path = folder / f"{os.urandom(4).hex()}.key"
    return new_key(name, path, project), path.read_text("utf-8").strip()


def log_in(folder: Path) -> tuple[LogFiles, Log]:
    files = LogFiles.beside(folder / "indicators.json", folder)
    return files, log_file.begin(files, [Begin(logged=NOW, origin=NAME)])


def is_signed_by_judge(note: Note, key: VerifierKey) -> bool:
    """Whether another implementation of Ed25519 accepts the signature."""
    [signature] = [each for each in note.signatures if each.key_id == key.id]
    Ed25519PublicKey.from_public_bytes(key.public).verify(signature.data, note.text.encode())
    return True


def test_a_new_key_is_its_owners_alone_and_stays_out_of_the_project(tmp_path: Path, project: Path) -> None:
    path = tmp_path / "home/log.key"
    key = new_key(NAME, path, project)
    assert path.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(rf"PRIVATE\+KEY\+{re.escape(NAME)}\+{key.id.hex()}\+[A-Za-z0-9+/]{{44}}\n", path.read_text())
    assert VerifierKey.parse(str(key)) == key
    with pytest.raises(ProblemsFound, match="there is a file already"):
        new_key(NAME, path, project)
    (tmp_path / "link").symlink_to(project)
    for inside in (project / "log.key", project / "content/a/log.key", tmp_path / "link/log.key"):
        with pytest.raises(ProblemsFound, match="must not be inside the project"):
            new_key(NAME, inside, project)
    assert list(project.iterdir()) == []


def test_a_key_from_the_environment_and_one_from_a_file_sign(tmp_path: Path, project: Path) -> None:
    (first, text), (second, _) = made(tmp_path, project), made(tmp_path, project)
    [file] = [each for each in tmp_path.glob("*.key") if second.id.hex() in each.read_text()]
    settings = settings_of(project, LOG_KEYS=[str(first), str(second)], LOG_KEY_FILE=str(file))
    signers = find_signers(settings, {"AIMAQ_LOG_KEY": text})
    assert [each.key for each in signers] == [first, second]
    by_variable = settings_of(project, LOG_KEYS=[str(second)])
    assert [each.key for each in find_signers(by_variable, {"AIMAQ_LOG_KEY_FILE": str(file)})] == [second]
    _, log = log_in(tmp_path)
    said: list[str] = []
    sealed = Sealing(signers).seal(log, said.append)
    assert sealed.head and not said
    assert is_signed_by_judge(sealed.head, first) and is_signed_by_judge(sealed.head, second)
    assert Note.parse(str(sealed.head)) == sealed.head
    assert text.split("+", 4)[4] not in repr(signers)


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "PRIVATE+KEY+example.org/log+1a2b3c4d+AAAA",
        "PRIVATE+KEY+example.org/log+00000000+AeHVTdMMIHBRHPhRXM9FR+0lXrkzYXrkAOFfLl7mcMSj",
        "example.org/log+00000000+AeHVTdMMIHBRHPhRXM9FR+0lXrkzYXrkAOFfLl7mcMSj",
    ],
)
def test_what_is_no_key_is_refused_without_being_shown(project: Path, text: str) -> None:
    with pytest.raises(ProblemsFound) as raised:
        find_signers(settings_of(project), {"AIMAQ_LOG_KEY": text})
    assert "AIMAQ_LOG_KEY: this is no private key of signed-note" in str(raised.value)
    assert text not in str(raised.value) and text[-12:] not in str(raised.value)


def test_what_is_wrong_with_keys_is_said(tmp_path: Path, project: Path) -> None:
    key, text = made(tmp_path, project)
    [file] = tmp_path.glob("*.key")

    def problem(environment: dict[str, str], **values: Any) -> str:
        with pytest.raises(ProblemsFound) as raised:
            find_signers(settings_of(project, **values), environment)
        assert text not in str(raised.value) or "LOG_KEYS" in values
        return str(raised.value)

    assert f'LOG_KEYS = ["{key}"]' in problem({"AIMAQ_LOG_KEY": text})
    said = problem({}, LOG_KEYS=[text])
    assert "this is a private key" in said and text not in said
    assert "is no verifier key" in problem({}, LOG_KEYS=["x"])
    assert "copy the key again" in problem({}, LOG_KEYS=[str(key).replace(key.id.hex(), "00000000")])
    assert "names this file, and there is none" in problem({"AIMAQ_LOG_KEY_FILE": str(tmp_path / "none")})
    inside = project / "log.key"
    inside.write_text(text)
    inside.chmod(0o600)
    assert "must not be inside the project" in problem({}, LOG_KEYS=[str(key)], LOG_KEY_FILE="log.key")
    file.chmod(0o640)
    assert "chmod 600" in problem({"AIMAQ_LOG_KEY_FILE": str(file)}, LOG_KEYS=[str(key)])
    # The setting is in the repository; most people who have that do not have the key.
    assert find_signers(settings_of(project, LOG_KEYS=[str(key)], LOG_KEY_FILE="~/no-such.key"), {}) == ()


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[str]:
    """OpenSSH's agent with an Ed25519 key, and an RSA key that is of no use here."""
    address = f"/tmp/aimaq-{os.getpid()}.agent"  # a socket's path has a limit of about 100 bytes
    process = subprocess.Popen(["ssh-agent", "-D", "-a", address], stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        for kind in ("ed25519", "rsa"):
            file = tmp_path / kind
            subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(file)], check=True)
            subprocess.run(["ssh-add", "-q", str(file)], check=True, env={**os.environ, "SSH_AUTH_SOCK": address})
        yield address
    finally:
        process.terminate()
        process.wait()


def test_a_real_ssh_agent_signs_and_keeps_the_key(tmp_path: Path, project: Path, agent: str) -> None:
    environment = {"SSH_AUTH_SOCK": agent}
    [key] = agent_keys(NAME, environment)
    public = (tmp_path / "ed25519.pub").read_text().split()[1]
    assert b64decode(public).endswith(key.public)
    signers = find_signers(settings_of(project, LOG_KEYS=[str(key)]), environment)
    assert [each.place for each in signers] == ["ssh-agent"]
    _, log = log_in(tmp_path)
    sealed = Sealing(signers).seal(log, pytest.fail)
    assert sealed.head and is_signed_by_judge(sealed.head, key)
    subprocess.run(["ssh-add", "-q", "-D"], check=True, capture_output=True, env={**os.environ, **environment})
    assert find_signers(settings_of(project, LOG_KEYS=[str(key)]), environment) == ()
    with pytest.raises(ProblemsFound, match="does not sign with this key"):
        Sealing(signers).seal(log.with_entries([Key(logged=NOW, verifier=str(key))]), pytest.fail)


def test_an_agent_that_is_gone_is_said(project: Path, tmp_path: Path) -> None:
    key, _ = made(tmp_path, project)
    with pytest.raises(ProblemsFound, match="ssh-agent: it does not answer"):
        find_signers(settings_of(project, LOG_KEYS=[str(key)]), {"SSH_AUTH_SOCK": str(tmp_path / "none")})


def test_a_change_of_keys_is_signed_by_the_old_one(tmp_path: Path, project: Path) -> None:
    (old, old_text), (new, new_text) = made(tmp_path, project), made(tmp_path, project)
    files, log = log_in(tmp_path)

    def sealing(keys: list[VerifierKey], *private: str) -> Sealing:
        settings = settings_of(project, LOG_KEYS=[str(key) for key in keys])
        return Sealing.of(settings, {"AIMAQ_LOG_KEY": "\n".join(private)})

    def published(log: Log, by: Sealing, *, key_lost: bool = False) -> Log:
        by.check(log, key_lost=key_lost)
        sealed = by.seal(log_file.append(files, log, by.new_keys(log, NOW)), lambda _: None)
        assert sealed.head
        log_file.write_head(files, sealed.head)
        found = log_file.read_log(files)
        assert found
        return found

    log = published(log, sealing([old], old_text))
    assert [each.verifier for each in log.entries if isinstance(each, Key)] == [str(old)]
    with pytest.raises(ProblemsFound, match="none of its keys can sign here"):
        sealing([new], new_text).check(log, key_lost=False)
    with pytest.raises(ProblemsFound, match="none of its keys can sign here"):
        sealing([old]).check(log, key_lost=False)
    lost = published(log, sealing([new], new_text), key_lost=True)
    assert lost.head and [each.key_id for each in lost.head.signatures] == [new.id]


def test_both_sign_for_a_while_and_then_the_new_one_alone(tmp_path: Path, project: Path) -> None:
    (old, old_text), (new, new_text) = made(tmp_path, project), made(tmp_path, project)
    files, log = log_in(tmp_path)
    settings = [[old], [old, new], [new]]
    for keys, texts in zip(settings, ([old_text], [old_text, new_text], [new_text]), strict=True):
        by = Sealing.of(settings_of(project, LOG_KEYS=[str(key) for key in keys]), {"AIMAQ_LOG_KEY": " ".join(texts)})
        by.check(log, key_lost=False)
        sealed = by.seal(log_file.append(files, log, by.new_keys(log, NOW)), pytest.fail)
        assert sealed.head and all(is_signed_by_judge(sealed.head, key) for key in keys)
        log_file.write_head(files, sealed.head)
        found = log_file.read_log(files)
        assert found
        log = found
    assert [each.verifier for each in log.entries if isinstance(each, Key)] == [str(old), str(new)]


def test_a_head_without_a_signature_says_so(tmp_path: Path, project: Path) -> None:
    key, _ = made(tmp_path, project)
    _, log = log_in(tmp_path)
    said: list[str] = []
    sealed = Sealing.of(settings_of(project, LOG_KEYS=[str(key)]), {}).seal(log, said.append)
    assert sealed.head and not sealed.head.signatures
    assert said[0] == f"The log's head is not signed with {key}: its private key is not here."
    assert "is not signed: `aimaq log key new`" in said[1]
