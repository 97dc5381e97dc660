"""Calling the API in tests, through the whole stack: real tokens, real headers, real errors."""

import uuid
from typing import Any

import orjson
from django.test import Client

_tokens: dict[int, str] = {}


def token_of(user: Any) -> str:
    """Return a token for the user, made in the running transaction."""
    from apps.accounts.services import token_create

    return token_create(user=user, name=uuid.uuid4().hex, actor=user)[1]


class Answer:
    """A response with its body read."""

    def __init__(self, response: Any) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.raw = b"".join(response.streaming_content) if response.streaming else response.content

    @property
    def json(self) -> Any:
        """The body as data."""
        return orjson.loads(self.raw)

    @property
    def codes(self) -> list[str]:
        """The codes of a refusal."""
        return [error["code"] for error in self.json["errors"]]

    @property
    def attrs(self) -> list[str | None]:
        """The fields that a refusal names."""
        return [error["attr"] for error in self.json["errors"]]

    def __repr__(self) -> str:
        return f"<{self.status} {self.raw[:600]!r}>"


class Caller:
    """HTTP as one user, or as nobody."""

    def __init__(self, user: Any, token: str = "") -> None:
        self.user = user
        self.client = Client(raise_request_exception=True)
        self.token = token or (token_of(user) if user else "")

    def call(self, method: str, path: str, body: Any = None, *, key: bool = True, **headers: str) -> Answer:
        """Send a request; `headers` are named with underscores. A POST carries a fresh key unless told not to."""
        sent = {"Accept": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if method == "POST" and key and "Idempotency-Key" not in sent:
            sent["Idempotency-Key"] = uuid.uuid4().hex
        data = body if isinstance(body, bytes) else orjson.dumps(body, default=str) if body is not None else b""
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return Answer(
            self.client.generic(
                method, address, data, content_type=sent.pop("Content-Type", "application/json"), headers=sent
            )
        )

    def get(self, path: str, **query: Any) -> Answer:
        """Read."""
        from urllib.parse import urlencode

        return self.call("GET", f"{path}?{urlencode(query, doseq=True)}" if query else path)

    def post(self, path: str, body: Any = None, **more: Any) -> Answer:
        """Create, or take a step."""
        return self.call("POST", path, {} if body is None else body, **more)

    def patch(self, path: str, body: Any, etag: str | None = None) -> Answer:
        """Change, with the ETag of the row as it is now unless another is given."""
        etag = self.get(path).headers.get("ETag") if etag is None else etag
        return self.call("PATCH", path, body, **({"If_Match": etag} if etag else {}))

    def delete(self, path: str) -> Answer:
        """Delete, with the ETag of the row as it is now."""
        etag = self.get(path).headers.get("ETag")
        return self.call("DELETE", path, **({"If_Match": etag} if etag else {}))

    def ok(self, answer: Answer) -> Any:
        """Demand a 2xx answer and return its body."""
        assert 200 <= answer.status < 300, answer
        return answer.json if answer.raw else None
