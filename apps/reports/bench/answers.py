"""Whether the yardstick still answers what the API answers."""

import json
from typing import Any

from apps.reports.bench.servers import Client, NotServing, Server


def answer_of(client: Client, server: Server, request: str) -> Any:
    """Return the data that a server answers. Raises NotServing with the end of its log when it refuses."""
    answer = client.order(port=server.port, body=request)["answer"]
    head, _, body = answer.partition("\r\n\r\n")
    if " 200 " not in head.partition("\r\n")[0]:
        raise NotServing(f"Port {server.port} answered {answer[:600]}\n{server.log.read_text()[-3000:]}")
    return json.loads(body)


def difference(api: Any, raw: Any) -> str:
    """Return the first place where two answers differ."""
    if isinstance(api, dict) and isinstance(raw, dict):
        for key in api.keys() | raw.keys():
            if api.get(key) != raw.get(key):
                return f"{key}.{difference(api.get(key), raw.get(key))}"
    if isinstance(api, list) and isinstance(raw, list) and len(api) == len(raw):
        at = next(i for i, pair in enumerate(zip(api, raw, strict=True)) if pair[0] != pair[1])
        return f"{at}.{difference(api[at], raw[at])}"
    return f" {str(api)[:80]} / {str(raw)[:80]}"
