"""What is printed of units: labels to stick on, and the passport to hand over."""

import base64
import io
from collections.abc import Sequence
from typing import Any

import segno
from django.core.signing import BadSignature, Signer

from apps.accounts.selectors import business
from apps.inventory.models import Asset
from apps.inventory.passport import story_of
from apps.inventory.selectors import gates_of
from common.errors import NotFound
from common.pdf import draw

# What a stranger may read: no costs, no people, no customers.
PUBLIC_KINDS = frozenset({"diagnostics", "wipe", "warranty", "sale"})
SPECS = ("cpu", "ram", "storage", "screen_size", "operating_system")


def qr(text: str) -> str:
    """Return the text as a QR code, an SVG in a data address."""
    buffer = io.BytesIO()
    segno.make_qr(text, error="m").save(buffer, kind="svg", border=0, xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def labels_pdf(assets: Sequence[Asset]) -> bytes:
    """Return a label of 62 × 29 mm for each unit: its tag as a QR code and in words, model, serial and grade."""
    labels = [{"asset": asset, "qr": qr(asset.asset_tag)} for asset in assets]
    return draw("inventory/labels.html", lambda: {"labels": labels})


def _signer() -> Signer:
    return Signer(salt="device-passport")


def public_code(asset: Asset) -> str:
    """Return the unguessable code of the unit's public passport."""
    return _signer().sign(str(asset.pk)).replace(":", ".")


def by_public_code(code: str) -> Asset:
    """Return the unit of a public code. Raises NotFound for a code that we did not give out."""
    try:
        pk = int(_signer().unsign(code.replace(".", ":", 1)))
    except (BadSignature, ValueError) as error:
        raise NotFound from error
    asset = Asset.objects.select_related("product_model").filter(pk=pk).first()
    if asset is None:
        raise NotFound
    return asset


def public_story(asset: Asset) -> list[dict[str, Any]]:
    """Return the part of the story that names nobody and no price: tests, wipes, the sale and warranties."""
    titles = {"sale": "Sold"}
    return [
        {"at": told["at"], "title": titles.get(told["kind"], told["title"])}
        for told in story_of(asset, None)
        if told["kind"] in PUBLIC_KINDS
    ]


def passport_pdf(asset: Asset, address: str) -> bytes:
    """Return the unit's public passport as a document to hand over; `address` is where it can be read again."""
    return draw("inventory/passport.html", lambda: passport_context(asset) | {"qr": qr(address)})


def passport_context(asset: Asset) -> dict[str, Any]:
    """Return what the public passport shows, on paper and on the page."""
    return {
        "asset": asset,
        "model": asset.product_model,
        "specs": [text for name in SPECS if (text := getattr(asset.product_model, name))],
        "business": business(),
        "gates": [gate for gate in gates_of(asset) if gate["needed"] or gate["passed"]],
        "events": public_story(asset),
    }
