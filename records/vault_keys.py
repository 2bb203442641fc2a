"""The identity vault (身份库): who stands behind an item, encrypted column by column, opened only with a reason.

Two keys lie in the office's home (mode 0600): one encrypts, one makes pseudonyms and match keys (HMAC). Evidence for
"the same person", strongest first: ID number, phone with name, address with name, account. A name alone never joins.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import Unavailable
from core.petition import Person

COLUMNS = tuple(f.name for f in fields(Person))
_NONCE = 12


class Vault:
    """The two keys of an office; makes pseudonyms and match keys, encrypts and decrypts single columns."""

    def __init__(self, keys: Path) -> None:
        try:
            keys.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._cipher = AESGCM(_key(keys / "identity.key"))
            self._matching = _key(keys / "matching.key")
        except OSError as error:
            detail = f"密钥文件夹 {keys} 不能用：{error.strerror}"
            raise Unavailable(detail, "请检查磁盘空间和读写权限；keys 文件夹可从备份恢复") from error

    @property
    def fingerprint(self) -> str:
        """Tells these two keys from others without saying anything about them."""
        known = self._cipher.encrypt(b"\0" * _NONCE, b"", b"fingerprint").hex()
        return f"{known[:16]}{self.digest('fingerprint')[:16]}"

    def digest(self, *parts: str) -> str:
        """The keyed hash of `parts`; equal for equal parts, useless without the key."""
        text = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        return hmac.new(self._matching, text, hashlib.sha256).hexdigest()[:32]

    def pseudonym(self, person: Person, salt: str = "", *, found: Sequence[tuple[str, str]] | None = None) -> str:
        """The pseudonym from the strongest evidence; somebody known by name alone gets one of their own.

        `salt` (the item id) makes that one repeatable; `found` are the person's match keys, where they are at hand.
        """
        found = match_keys(self, person) if found is None else found
        if found:
            kind, digest = found[0]
            # one phone or account can serve a family, so the name is part of who it is
            return f"p{self.digest('ref', kind, digest, '' if kind == 'id' else folded(person.name))[:16]}"
        return f"p{self.digest('own', person.name, salt or secrets.token_hex(16))[:16]}"

    def encrypt(self, ref: str, column: str, text: str) -> bytes | None:
        """The text encrypted for this cell alone; None for an empty one."""
        if not text:
            return None
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode("utf-8", "replace"), f"{ref}:{column}".encode())

    def decrypt(self, ref: str, column: str, data: bytes | None) -> str:
        """The text of a cell. Raises Unavailable when it was made with another key or moved."""
        if data is None:
            return ""
        try:
            raw = bytes(data)
            return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], f"{ref}:{column}".encode()).decode("utf-8")
        except InvalidTag as error:
            raise Unavailable("身份库解不开：密钥不对，或内容被动过", "请把建库时的 keys 文件夹放回原处") from error


def _key(file: Path) -> bytes:
    """The 32 bytes in `file`, made on first use; the file appears whole or not at all."""
    if not file.exists():
        part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_bytes(32))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(part, file)  # fails when another process was quicker, whose key then counts
        except FileExistsError:
            pass
        finally:
            part.unlink()
    key = file.read_bytes()
    if len(key) != 32:
        raise Unavailable(f"密钥文件 {file.name} 已损坏", "请用备份里的 keys 文件夹恢复；没有它身份库无法打开")
    return key


def match_keys(vault: Vault, person: Person) -> list[tuple[str, str]]:
    """(kind, digest) for each piece of evidence a person can be matched by, strongest first."""
    name, address = folded(person.name), folded(person.address)
    phone = "".join(c for c in folded(person.phone) if c.isdigit()).removeprefix("86").lstrip("0")
    found = []
    if id_no := folded(person.id_no):
        found.append(("id", vault.digest("id", id_no)))
    if phone:
        found.append(("phone", vault.digest("phone", phone)))
    if address and name:
        found.append(("address", vault.digest("address", address, name)))
    if account := folded(person.account):
        found.append(("account", vault.digest("account", account)))
    return found


def folded(text: str) -> str:
    """The text without blanks, in one width and case, for comparing."""
    if text.isascii():
        return "".join(text.split()).lower()
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
