"""Users, roles, tokens and settings over the API."""

import pytest
from django.contrib.auth.models import Group

from apps.accounts.models import ApiToken, BusinessSettings, User
from apps.accounts.roles import ROLES
from apps.accounts.services import user_deactivate, user_update
from apps.audit.models import AuditEvent
from apps.audit.tests.chain import broken
from common import access
from common.db.acting import system_user
from common.errors import Conflict
from common.testing.callers import Caller

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse 7 battery"
ADMA = {
    "username": "adma",
    "email": "adma@fettle.example",
    "full_name": "Adma Mensah",
    "role": "Sales",
    "roles": ["Warehouse"],
    "phone": "0201112222",
    "password": PASSWORD,
}


def events_of(user):
    """Return what the audit trail tells of the user: (action, changes), oldest first."""
    told = AuditEvent.objects.filter(object_type="accounts_user", object_id=user.pk).order_by("id")
    return [(event.action, event.changes) for event in told]


def test_an_admin_creates_a_user_with_roles(as_):
    made = as_("admin").ok(as_("admin").post("users", ADMA))
    assert made.pop("allowed_actions") == [
        {"name": "set-password", "label": "Set password", "needs_reason": False, "blocked_by": None},
        {"name": "deactivate", "label": "Deactivate", "needs_reason": False, "blocked_by": None},
    ]
    stamps = {name: made.pop(name) for name in ("id", "created_at", "updated_at")}
    assert made == {
        "username": "adma",
        "email": "adma@fettle.example",
        "role": "Sales",
        "roles": ["Sales", "Warehouse"],
        "full_name": "Adma Mensah",
        "phone": "0201112222",
        "is_active": True,
        "must_change_password": True,
        "last_login": None,
    }
    user = User.objects.get(pk=stamps["id"])
    assert user.check_password(PASSWORD)
    assert events_of(user)[1] == ("roles", {"roles": [[], ["Sales", "Warehouse"]]})
    assert broken() is None


def test_the_hash_of_the_password_is_nowhere(as_, people):
    made = as_("admin").ok(as_("admin").post("users", ADMA))
    user = User.objects.get(pk=made["id"])
    for path in (f"users/{user.pk}", f"users/{user.pk}/timeline", "audit-events", "users"):
        assert user.password.encode() not in as_("admin").get(path).raw


@pytest.mark.parametrize(
    ("change", "code", "attr"),
    [
        ({"username": "SALES"}, "username_taken", "username"),
        ({"email": "Sales@fettle.example"}, "email_taken", "email"),
        ({"username": "with space"}, "invalid", "username"),
        ({"username": "a@b.example"}, "invalid", "username"),
        ({"role": "Owner"}, "invalid_choice", "role"),
        ({"roles": ["Owner"]}, "invalid_choice", "roles.0"),
        ({"password": "short"}, "password", "password"),
        ({"password": "password123"}, "password", "password"),
        ({"email": "nobody"}, "invalid", "email"),
        ({"full_name": ""}, "blank", "full_name"),
    ],
)
def test_a_user_that_cannot_be_is_refused(as_, change, code, attr):
    before = User.objects.count()
    answer = as_("admin").post("users", ADMA | change)
    assert (answer.status, answer.codes, answer.attrs) == (400, [code], [attr])
    assert User.objects.count() == before


@pytest.mark.parametrize("username", ["manager", "auditor", "sales", "engineer"])
def test_nobody_but_an_admin_makes_or_changes_users(as_, people, username):
    target = people["sales2"]
    caller = as_(username)
    assert caller.post("users", ADMA).status == 403
    assert caller.call("PATCH", f"users/{target.pk}", {"role": "Admin"}, If_Match="*").status == 403
    for step in ("deactivate", "activate", "set-password"):
        assert caller.post(f"users/{target.pk}/{step}", {"password": PASSWORD}).status == 403
    user = User.objects.get(pk=target.pk)
    assert (user.role, user.is_active, user.password) == ("Sales", True, target.password)
    assert not User.objects.filter(username="adma").exists()


def test_the_office_sees_colleagues_without_their_account_facts(as_, people):
    path = f"users/{people['technician'].pk}"
    seen = as_("sales").ok(as_("sales").get(path))
    assert seen["full_name"] == "Technician"
    assert {"last_login", "must_change_password"}.isdisjoint(seen)
    assert {"last_login", "must_change_password"} <= set(as_("manager").get(path).json)
    assert as_("engineer").get(path).status == 403


def test_the_system_is_nobody(as_, people):
    assert as_("admin").get(f"users/{people['system'].pk}").status == 404
    assert as_("admin").get("users", search="system").json["results"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"search": "no such person"}, []),
        ({"search": "mote"}, ["remote_sales", "remote_sales2"]),
        ({"username": "Billing"}, ["billing"]),
        ({"role": ["Finance", "Billing"], "ordering": "-username"}, ["finance2", "finance", "billing2", "billing"]),
        ({"email": "WAREHOUSE2@fettle.example"}, ["warehouse2"]),
        ({"is_active": "false"}, []),
    ],
)
def test_users_are_found(as_, query, found):
    rows = as_("manager").ok(as_("manager").get("users", **{"ordering": "username"} | query))["results"]
    assert [row["username"] for row in rows] == found


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_two_statements(as_, number, django_assert_num_queries):
    caller = as_("admin")
    caller.get("users", page_size=number)
    with django_assert_num_queries(2):
        assert len(caller.get("users", page_size=number).json["results"]) == number


def test_a_new_role_takes_the_place_of_the_old_one_and_is_told(as_, people):
    user = people["sales2"]
    answer = as_("admin").patch(f"users/{user.pk}", {"role": "Billing"})
    assert (answer.json["role"], answer.json["roles"]) == ("Billing", ["Billing"])
    assert events_of(user)[-3:] == [
        ("update", {"role": ["Sales", "Billing"]}),
        ("roles", {"roles": [["Sales"], []]}),
        ("roles", {"roles": [[], ["Billing"]]}),
    ]
    assert broken() is None


def test_roles_are_given_and_taken_by_name(as_, people):
    user = people["sales2"]
    caller = as_("admin")
    assert caller.patch(f"users/{user.pk}", {"roles": ["Technician"]}).json["roles"] == ["Sales", "Technician"]
    assert caller.patch(f"users/{user.pk}", {"roles": []}).json["roles"] == ["Sales"]


CLASHES = [
    ("Sales", "Finance"),
    ("Remote Sales", "Manager"),
    ("Billing", "Manager"),
    ("Logistics", "Finance"),
    ("Admin", "Finance"),
    ("Finance", "Manager"),
    ("Auditor", "Warehouse"),
]


@pytest.mark.parametrize(("one", "other"), CLASHES)
def test_nobody_both_asks_and_decides_while_four_eyes_are_on(as_, people, one, other):
    caller, user = as_("admin"), people["technician2"]
    for roles in ([one, other], [other, one]):
        for answer in (
            caller.post("users", ADMA | {"role": roles[0], "roles": roles}),
            caller.patch(f"users/{user.pk}", {"role": roles[0], "roles": roles}),
        ):
            assert (answer.status, answer.codes, answer.attrs) == (400, ["roles_clash"], ["roles"])
    assert User.objects.get(pk=user.pk).roles == {"Technician"}
    caller.ok(caller.patch(f"users/{user.pk}", {"role": "Sales", "roles": ["Billing", "Logistics", "Warehouse"]}))


def test_a_business_of_one_may_and_gets_its_four_eyes_back_when_nobody_does(as_, people):
    caller, user = as_("admin"), people["billing2"]
    caller.ok(caller.patch("settings", {"four_eyes": False}))
    caller.ok(caller.patch(f"users/{user.pk}", {"roles": ["Finance"]}))
    refused = caller.patch("settings", {"four_eyes": True})
    assert (refused.status, refused.codes) == (409, ["roles_clash"])
    detail = "Billing 2 is both Billing and Finance: take one role away first."
    assert refused.json["errors"][0]["detail"] == detail
    assert caller.get("settings").json["four_eyes"] is False
    caller.ok(caller.patch("settings", {"name": "Shop"}))
    caller.ok(caller.patch(f"users/{user.pk}", {"roles": []}))
    assert caller.ok(caller.patch("settings", {"four_eyes": True}))["four_eyes"] is True


def test_nobody_changes_their_own_roles(as_, people):
    caller = as_("admin2")
    for change in ({"roles": ["Admin", "Finance"]}, {"role": "Manager"}):
        answer = caller.patch(f"users/{people['admin2'].pk}", change)
        assert (answer.status, answer.codes) == (403, ["own_roles"])
    assert User.objects.get(username="admin2").roles == {"Admin"}


def test_a_role_given_by_sql_is_told_too(people):
    people["sales"].groups.through.objects.create(user=people["sales"], group=Group.objects.get(name="Admin"))
    event = AuditEvent.objects.filter(object_type="accounts_user").latest("id")
    assert (event.door, event.changes) == ("sql", {"roles": [["Sales"], ["Admin", "Sales"]]})


def test_a_deactivated_user_is_out_and_comes_back(as_, people):
    user, caller = people["sales2"], as_("admin")
    theirs = Caller(user)
    answer = caller.post(f"users/{user.pk}/deactivate")
    assert (answer.json["is_active"], [step["name"] for step in answer.json["allowed_actions"]]) == (
        False,
        ["set-password", "activate"],
    )
    assert theirs.get("me").status == 401
    again = caller.post(f"users/{user.pk}/deactivate")
    assert (again.status, again.codes) == (409, ["action_not_allowed"])
    assert caller.post(f"users/{user.pk}/activate").json["is_active"] is True
    assert theirs.get("me").status == 200
    assert [action for action, _ in events_of(user)][-2:] == ["deactivate", "activate"]


def test_an_admin_does_not_deactivate_themselves(as_, people):
    answer = as_("admin").post(f"users/{people['admin'].pk}/deactivate")
    assert (answer.status, answer.codes) == (403, ["own_account"])
    assert User.objects.get(username="admin").is_active


def test_the_last_admin_stays_one(as_, people):
    caller = as_("admin")
    caller.post(f"users/{people['admin2'].pk}/deactivate")
    for act in (
        lambda: user_deactivate(user=people["admin"], actor=system_user()),
        lambda: user_update(user=people["admin"], actor=system_user(), role="Manager"),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "last_admin"
    user = User.objects.get(username="admin")
    assert (user.is_active, user.role, user.roles) == (True, "Admin", {"Admin"})


def test_a_password_set_by_an_admin_must_be_changed(as_, people):
    answer = as_("admin").post(f"users/{people['sales'].pk}/set-password", {"password": PASSWORD})
    assert (answer.status, answer.json["must_change_password"]) == (200, True)
    user = User.objects.get(username="sales")
    assert user.check_password(PASSWORD)
    assert events_of(user)[-1] == (
        "set_password",
        {"password": ["…", "…"], "must_change_password": [False, True]},
    )


def test_roles_tell_their_permissions(as_):
    roles = as_("auditor").ok(as_("auditor").get("roles"))["results"]
    assert [role["name"] for role in roles] == list(ROLES)
    engineer = next(role for role in roles if role["name"] == "Engineer")
    assert engineer["permissions"] == access.permissions_of(frozenset({"Engineer"}))
    assert as_("sales").get("roles").status == 403


def test_the_matrix_is_the_one_that_is_enforced(as_):
    rows = as_("manager").ok(as_("manager").get("roles/matrix"))["rows"]
    assert {(row["resource"], row["action"]): set(row["roles"]) for row in rows} == {
        (resource, action): set(holders)
        for resource, actions in access.matrix().items()
        for action, holders in actions.items()
    }
    assert as_("sales").get("roles/matrix").status == 403


def test_a_token_is_told_once_and_signs_in(as_, people):
    made = as_("sales").ok(as_("sales").post("tokens", {"name": "till", "scope": "read"}))
    text = made.pop("token")
    assert (made["name"], made["scope"], made["user"], made["expires_at"], made["last_used_at"]) == (
        "till",
        "read",
        {"id": people["sales"].pk, "label": "Sales"},
        None,
        None,
    )
    assert text.startswith(made["starts_with"])
    assert text.encode() not in as_("sales").get(f"tokens/{made['id']}").raw
    reader = Caller(None, token=text)
    assert reader.get("me").json["username"] == "sales"
    assert reader.post("tokens", {"name": "second"}).status == 403
    assert ApiToken.objects.get(pk=made["id"]).last_used_at is not None


def test_a_token_of_the_same_name_or_with_a_past_end_is_refused(as_):
    caller = as_("sales")
    caller.post("tokens", {"name": "till"})
    again = caller.post("tokens", {"name": "till"})
    assert (again.status, again.codes, again.attrs) == (400, ["token_name_taken"], ["name"])
    past = caller.post("tokens", {"name": "late", "expires_at": "2020-01-01T00:00:00Z"})
    assert (past.status, past.attrs) == (400, ["expires_at"])
    assert not ApiToken.objects.filter(name="late").exists()


def test_a_revoked_token_signs_nobody_in_and_both_are_told(as_, people):
    caller = as_("sales")
    made = caller.ok(caller.post("tokens", {"name": "till"}))
    assert caller.delete(f"tokens/{made['id']}").status == 204
    assert Caller(None, token=made["token"]).get("me").status == 401
    told = AuditEvent.objects.filter(object_type="accounts_apitoken", object_id=made["id"]).order_by("id")
    assert [(event.action, event.actor) for event in told] == [
        ("create_token", people["sales"]),
        ("revoke_token", people["sales"]),
    ]
    assert told[0].changes["digest"] == ["…", "…"]


def test_only_an_admin_sees_and_revokes_the_tokens_of_others(as_):
    mine = as_("sales").ok(as_("sales").post("tokens", {"name": "till"}))["id"]
    for username in ("manager", "sales2", "auditor"):
        assert as_(username).get(f"tokens/{mine}").status == 404
        assert as_(username).delete(f"tokens/{mine}").status == 404
    assert as_("admin").get("tokens", name="till").json["count"] == 1
    assert as_("admin").delete(f"tokens/{mine}").status == 204
    assert not ApiToken.objects.filter(pk=mine).exists()


def test_everybody_reads_the_settings_and_an_admin_changes_them(as_, people):
    shown = as_("engineer").get("settings")
    assert (shown.status, shown.json["four_eyes"], shown.json["tax_rate"]) == (200, True, "0.0000")
    answer = as_("admin").patch("settings", {"tax_rate": "0.15", "four_eyes": False, "name": "Shop"})
    assert (answer.json["tax_rate"], answer.json["four_eyes"], answer.json["name"]) == ("0.1500", False, "Shop")
    event = AuditEvent.objects.filter(object_type="accounts_businesssettings").latest("id")
    assert event.changes == {"tax_rate": ["0.0000", "0.1500"], "four_eyes": [True, False], "name": ["Fettle", "Shop"]}
    assert event.actor == people["admin"]


def test_what_the_office_approves_is_a_setting(as_):
    caller = as_("admin")
    limits = ("office_approval_threshold", "office_discount_limit", "approval_tolerance")
    assert [caller.get("settings").json[name] for name in limits] == ["20000.00", "0.1500", "0.00"]
    changed = {"office_approval_threshold": None, "office_discount_limit": "0.2", "approval_tolerance": "5"}
    shown = caller.ok(caller.patch("settings", changed))
    assert [shown[name] for name in limits] == [None, "0.2000", "5.00"]


@pytest.mark.parametrize("username", ["manager", "finance", "auditor"])
def test_nobody_else_switches_four_eyes_off(as_, username):
    assert as_(username).patch("settings", {"four_eyes": False}).status == 403
    assert BusinessSettings.objects.get().four_eyes is True


@pytest.mark.parametrize(
    ("change", "attr"),
    [
        ({"tax_rate": "1"}, "tax_rate"),
        ({"tax_rate": "-0.1"}, "tax_rate"),
        ({"currency": "cedi"}, "currency"),
        ({"standard_warranty_days": 0}, "standard_warranty_days"),
        ({"credit_term_days": -1}, "credit_term_days"),
        ({"office_approval_threshold": "-0.01"}, "office_approval_threshold"),
        ({"office_discount_limit": "1.01"}, "office_discount_limit"),
        ({"office_discount_limit": "-0.01"}, "office_discount_limit"),
        ({"approval_tolerance": "-1.00"}, "approval_tolerance"),
        ({"approval_tolerance": None}, "approval_tolerance"),
    ],
)
def test_settings_that_cannot_be_are_refused(as_, change, attr):
    before = BusinessSettings.objects.values().get()
    answer = as_("admin").patch("settings", change)
    assert (answer.status, answer.attrs) == (400, [attr])
    assert BusinessSettings.objects.values().get() == before


def test_settings_are_changed_as_seen(as_):
    caller = as_("admin")
    old = caller.get("settings").headers["ETag"]
    assert caller.call("PATCH", "settings", {"name": "A"}).status == 428
    assert caller.patch("settings", {"name": "A"}, etag=old).status == 200
    assert caller.patch("settings", {"name": "B"}, etag=old).status == 412
    assert BusinessSettings.objects.get().name == "A"
    assert caller.patch("settings", {"name": "C"}, etag="*").json["name"] == "C"


def test_ones_own_change_answers_the_version_it_made(as_):
    caller = as_("sales")
    first = caller.patch("me", {"full_name": "Ama"})
    assert caller.patch("me", {"full_name": "Esi"}, etag=first.headers["ETag"]).json["full_name"] == "Esi"
