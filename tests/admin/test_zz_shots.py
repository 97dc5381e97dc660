import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.breaks_invariants]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return browser_type_launch_args | {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


def test_shots(live_server, people, stock, page):
    c = Client()
    c.force_login(people["admin"])
    page.context.add_cookies([{"name": "sessionid", "value": c.cookies["sessionid"].value, "url": live_server.url}])
    problems = []
    page.on("console", lambda m: problems.append((m.type, m.text)) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: problems.append(("pageerror", str(e))))
    page.on(
        "request",
        lambda r: problems.append(("foreign", r.url)) if not r.url.startswith((live_server.url, "data:")) else None,
    )
    page.set_viewport_size({"width": 1440, "height": 900})
    for name, path in {
        "index": "/admin/",
        "assets": "/admin/inventory/asset/",
        "asset": f"/admin/inventory/asset/{stock['unit'].pk}/change/",
        "invoice": f"/admin/invoices/invoice/{stock['invoice'].pk}/change/",
        "user": f"/admin/accounts/user/{people['sales'].pk}/change/",
        "history": f"/admin/inventory/asset/{stock['unit'].pk}/history/",
        "import": "/admin/inventory/location/import/",
        "export": "/admin/inventory/asset/export/",
    }.items():
        page.goto(live_server.url + path)
        page.wait_for_timeout(300)
        page.screenshot(path=f"/tmp/shots/{name}.png")
    page.goto(live_server.url + f"/admin/inventory/asset/{stock['unit'].pk}/change/")
    page.get_by_role("button", name="Block…").click()
    page.wait_for_timeout(300)
    page.screenshot(path="/tmp/shots/step.png")
    page.get_by_role("textbox").last.fill("cracked")
    page.get_by_role("button", name="Block").click()
    page.wait_for_timeout(300)
    page.screenshot(path="/tmp/shots/done.png")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + "/admin/")
    page.wait_for_timeout(300)
    page.screenshot(path="/tmp/shots/phone.png")
    print("PROBLEMS", problems)
