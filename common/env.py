"""Strict reading of environment variables: a value not understood stops the start, with its name and what is accepted.

An empty variable counts as unset, so a deployment may list every variable and fill in few.
"""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

FLAGS = {"true": True, "1": True, "false": False, "0": False}
# 48 bytes are 64 characters, the most that openssl writes in one line.
KEY = "at least {0} characters of your own, such as the output of: openssl rand -base64 48"
PLACEHOLDERS = ("change-me", "changeme", "example", "insecure", "local-only")


def text(name: str, default: str) -> str:
    """The variable as it stands, without surrounding blanks."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured unless it is true, false, 1 or 0."""
    value = text(name, "")
    if not value:
        return default
    if value.lower() not in FLAGS:
        raise ImproperlyConfigured(f"{name} is {value!r}. Accepted: true, false, 1 or 0.")
    return FLAGS[value.lower()]


def integer(name: str, default: int, *, minimum: int = 0, maximum: int | None = None) -> int:
    """The variable as a whole number. Raises ImproperlyConfigured for anything else and outside minimum … maximum."""
    value = text(name, "")
    if not value:
        return default
    accepted = f"a whole number of at least {minimum}" + ("" if maximum is None else f" and at most {maximum}")
    if not (value.isascii() and value.isdigit()):
        raise ImproperlyConfigured(f"{name} is {value!r}. Accepted: {accepted}.")
    if int(value) < minimum or (maximum is not None and int(value) > maximum):
        raise ImproperlyConfigured(f"{name} is {value}. Accepted: {accepted}.")
    return int(value)


def csv(name: str, default: list[str]) -> list[str]:
    """The variable as a list, split at commas. Raises ImproperlyConfigured for an empty entry."""
    value = text(name, "")
    if not value:
        return default
    entries = [entry.strip() for entry in value.split(",")]
    if not all(entries):
        raise ImproperlyConfigured(f"{name} is {value!r}. Accepted: entries between single commas, none of them empty.")
    return entries


def choice(name: str, default: str, accepted: tuple[str, ...]) -> str:
    """The variable as one of the accepted words. Raises ImproperlyConfigured for any other."""
    value = text(name, default)
    if value not in accepted:
        raise ImproperlyConfigured(f"{name} is {value!r}. Accepted: {', '.join(accepted)}.")
    return value


def zone(name: str, default: str) -> str:
    """The variable as the name of a time zone. Raises ImproperlyConfigured for one that nobody knows."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} is {value!r}. Accepted: a time zone, such as Europe/Copenhagen.") from error
    return value


def networks(name: str, default: list[str]) -> list[IPv4Network | IPv6Network]:
    """The variable as networks, split at commas. Raises ImproperlyConfigured for anything else."""
    entries = csv(name, default)
    try:
        return [ip_network(entry) for entry in entries]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is {','.join(entries)!r}: {error}. Accepted: networks between commas, such as 10.0.0.0/8,::1."
        ) from error


def folder(name: str, default: Path) -> Path:
    """The variable as a folder, which need not exist yet. Raises ImproperlyConfigured unless its path is absolute."""
    value = text(name, "")
    path = Path(value) if value else default
    if not path.is_absolute() or (path.exists() and not path.is_dir()):
        raise ImproperlyConfigured(f"{name} is {value!r}. Accepted: the absolute path of a folder.")
    return path


def secret(name: str, *, minimum: int) -> str:
    """The variable as a key that must be given. Raises ImproperlyConfigured, never showing it, if it is weak."""
    if value := text(name, ""):
        return _strong(name, value, minimum)
    raise ImproperlyConfigured(f"{name} is not set. Accepted: {KEY.format(minimum)}.")


def secrets(name: str, *, minimum: int) -> list[str]:
    """The variable as keys, split at commas. Raises ImproperlyConfigured, never showing any, if one is weak."""
    return [_strong(name, value, minimum) for value in csv(name, [])]


def _strong(name: str, value: str, minimum: int) -> str:
    accepted = KEY.format(minimum)
    if len(value) < minimum or len(set(value)) < 10:
        raise ImproperlyConfigured(f"{name} is too short or too regular. Accepted: {accepted}.")
    if any(word in value.lower() for word in PLACEHOLDERS):
        raise ImproperlyConfigured(f"{name} still holds a placeholder. Accepted: {accepted}.")
    return value


def of_the_interpreter() -> dict[str, str]:
    """Return the variables by which this Python found its own libraries: a child of an empty environment needs them."""
    return {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
