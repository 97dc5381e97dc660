"""Views of lists: saved, shared, begun with, and never broken."""

import pytest
from django.db import IntegrityError, transaction

from apps.accounts.models import SavedView
from apps.accounts.services import saved_view_create, saved_view_update
from apps.audit.models import AuditEvent
from common.api.errors import from_integrity_error
from common.errors import Conflict, Forbidden

pytestmark = pytest.mark.django_db
READY = {"list": "assets", "name": "Ready to sell", "query": "status=Ready+for+Sale&ordering=received_date"}


@pytest.fixture
def theirs(people):
    """A seller's own view, and a manager's that is shared."""
    mine = saved_view_create(list="customers", name="Mine", query="customer_rep=me", actor=people["sales"])
    facts = {"list": "assets", "name": "In QC", "query": "status=QC+Pending", "shared": True}
    return mine, saved_view_create(**facts, actor=people["manager"])


def names(caller, **query):
    return [row["name"] for row in caller.ok(caller.get("saved-views", **query))["results"]]


def test_a_view_is_saved_as_it_stands_in_the_address(as_, people):
    sales = as_("sales")
    answer = sales.post("saved-views", READY)
    made = sales.ok(answer)
    stamps = [made.pop(name) for name in ("created_at", "updated_at")]
    assert all(stamps)
    assert made == {
        "id": made["id"],
        **READY,
        "user": {"id": people["sales"].pk, "label": "Sales"},
        "shared": False,
        "is_default": False,
        "position": 1,
    }
    assert (answer.status, answer.headers["ETag"]) == (201, f'"{made["id"]}-1"')
    second = sales.ok(sales.post("saved-views", READY | {"name": "Later", "query": "columns=asset_tag,status"}))
    assert (second["query"], second["position"]) == ("columns=asset_tag,status", 2)
    assert names(sales, list="assets") == ["Ready to sell", "Later"]
    assert names(sales, list="customers") == []


def test_a_view_is_changed_and_deleted_and_that_is_told(as_, theirs):
    sales, (mine, _) = as_("sales"), theirs
    changed = sales.ok(sales.patch(f"saved-views/{mine.pk}", {"name": "My people", "query": "search=ama"}))
    assert (changed["name"], changed["query"], changed["shared"]) == ("My people", "search=ama", False)
    assert sales.delete(f"saved-views/{mine.pk}").status == 204
    assert not SavedView.objects.filter(pk=mine.pk).exists()
    told = AuditEvent.objects.filter(object_type="accounts_savedview", object_id=mine.pk).order_by("pk")
    assert [(event.action, event.actor.username) for event in told] == [
        ("create", "sales"), ("update", "sales"), ("delete_view", "sales"),
    ]  # fmt: skip


def test_every_write_says_which_version_it_saw(as_, theirs):
    sales, (mine, _) = as_("sales"), theirs
    path = f"saved-views/{mine.pk}"
    assert sales.call("PATCH", path, {"name": "X"}).status == 428
    assert sales.call("DELETE", path).status == 428
    sales.ok(sales.patch(path, {"name": "Y"}))
    assert sales.call("PATCH", path, {"name": "X"}, If_Match=f'"{mine.pk}-1"').status == 412
    assert sales.call("DELETE", path, If_Match=f'"{mine.pk}-1"').status == 412
    mine.refresh_from_db()
    assert (mine.name, mine.version) == ("Y", 2)


@pytest.mark.parametrize(
    ("query", "attr", "code"),
    [
        ("colour=red", "query.colour", "unknown_filter"),
        ("status=Lost", "query.status", "invalid"),
        ("location=x", "query.location", "invalid"),
        ("ordering=colour", "query.ordering", "unknown_ordering"),
        ("search=a", "query.search", "too_short"),
        ("search=a%00b", "query.search", "invalid"),
        ("cursor=abc", "query.cursor", "unknown_filter"),
        ("page_size=10", "query.page_size", "unknown_filter"),
        ("file_format=csv", "query.file_format", "unknown_filter"),
        ("columns=a,,b", "query.columns", "invalid"),
        ("columns=", "query.columns", "invalid"),
        ("?status=Sold", "query.?status", "unknown_filter"),
    ],
)
def test_a_view_that_its_list_would_refuse_is_not_stored(as_, theirs, query, attr, code):
    manager, (_, shared) = as_("manager"), theirs
    for answer in (
        manager.post("saved-views", READY | {"query": query}),
        manager.patch(f"saved-views/{shared.pk}", {"query": query}),
    ):
        assert (answer.status, answer.codes, answer.attrs) == (400, [code], [attr])
    assert list(SavedView.objects.order_by("pk").values_list("query", flat=True)) == [
        "customer_rep=me", "status=QC+Pending",
    ]  # fmt: skip


def test_everything_wrong_with_a_query_is_named_at_once(as_):
    answer = as_("manager").post("saved-views", READY | {"query": "cursor=x&columns=-&colour=red&status=Lost"})
    assert sorted(answer.attrs) == ["query.colour", "query.columns", "query.cursor", "query.status"]


def test_a_list_without_a_search_has_no_view_with_one(as_):
    answer = as_("manager").post("saved-views", {"list": "locations", "name": "X", "query": "search=shop"})
    assert (answer.status, answer.codes, answer.attrs) == (400, ["unknown_filter"], ["query.search"])


@pytest.mark.parametrize(
    ("username", "list_"), [("manager", "nothing"), ("manager", "settings"), ("engineer", "users")]
)
def test_a_list_that_the_user_does_not_read_has_no_views(as_, username, list_):
    answer = as_(username).post("saved-views", {"list": list_, "name": "X", "query": ""})
    assert (answer.status, answer.codes, answer.attrs) == (400, ["unknown_list"], ["list"])
    assert not SavedView.objects.exists()


def test_a_name_is_used_once_per_person_and_list(as_, theirs):
    sales, manager = as_("sales"), as_("manager")
    again = {"list": "customers", "name": "MINE", "query": ""}
    answer = sales.post("saved-views", again)
    assert (answer.status, answer.codes, answer.attrs) == (400, ["view_name_taken"], ["name"])
    sales.ok(sales.post("saved-views", again | {"list": "invoices"}))
    manager.ok(manager.post("saved-views", again))
    other = sales.ok(sales.post("saved-views", again | {"name": "Others"}))
    answer = sales.patch(f"saved-views/{other['id']}", {"name": "mine"})
    assert (answer.status, answer.codes, answer.attrs) == (400, ["view_name_taken"], ["name"])
    sales.ok(sales.patch(f"saved-views/{theirs[0].pk}", {"name": "mine"}))


def test_the_default_takes_the_place_of_the_one_before(as_, people):
    sales = as_("sales")
    first = sales.ok(sales.post("saved-views", READY | {"is_default": True}))
    second = sales.ok(sales.post("saved-views", READY | {"name": "Second", "is_default": True}))
    elsewhere = sales.ok(sales.post("saved-views", {"list": "customers", "name": "X", "query": "", "is_default": True}))
    another = saved_view_create(list="assets", name="X", query="", is_default=True, actor=people["manager"])

    def defaults():
        return set(SavedView.objects.filter(is_default=True).values_list("pk", flat=True))

    assert defaults() == {second["id"], elsewhere["id"], another.pk}
    sales.ok(sales.patch(f"saved-views/{first['id']}", {"is_default": True}))
    assert defaults() == {first["id"], elsewhere["id"], another.pk}
    sales.ok(sales.patch(f"saved-views/{first['id']}", {"is_default": False}))
    assert defaults() == {elsewhere["id"], another.pk}


def test_the_database_knows_one_default_and_one_name(people, theirs):
    mine = theirs[0]
    for facts, code in (
        ({"name": "mine", "is_default": False}, "view_name_taken"),
        ({"name": "Other", "is_default": True}, "default_view_taken"),
    ):
        SavedView.objects.filter(pk=mine.pk).update(is_default=True)
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            SavedView.objects.create(user=mine.user, list="customers", query="", position=9, **facts)
        refusal = from_integrity_error(refused.value)
        assert (type(refusal), refusal.code) == (Conflict, code)


class TestSharing:
    def test_everybody_sees_shared_views_of_the_lists_they_read_and_nobody_those_of_others(self, as_, people, theirs):
        saved_view_create(list="users", name="Staff", query="", shared=True, actor=people["manager"])
        assert names(as_("sales")) == ["Mine", "In QC", "Staff"]
        assert names(as_("manager")) == ["In QC", "Staff"]
        assert names(as_("admin")) == ["In QC", "Staff"]
        assert names(as_("engineer")) == ["In QC"]
        assert as_("admin").get(f"saved-views/{theirs[0].pk}").status == 404
        assert names(as_("sales"), user="me") == ["Mine"]
        assert names(as_("sales"), shared="true") == ["In QC", "Staff"]

    def test_a_manager_shares_and_others_do_not(self, as_, theirs):
        sales, manager = as_("sales"), as_("manager")
        for answer in (
            sales.post("saved-views", READY | {"shared": True}),
            sales.patch(f"saved-views/{theirs[0].pk}", {"shared": True}),
        ):
            assert (answer.status, answer.codes, answer.attrs) == (403, ["permission_denied"], ["shared"])
        assert SavedView.objects.filter(shared=True).count() == 1
        assert manager.ok(manager.post("saved-views", READY | {"shared": True}))["shared"] is True

    def test_a_shared_view_is_changed_by_any_manager_and_by_nobody_else(self, as_, theirs):
        shared, sales = theirs[1], as_("sales")
        path = f"saved-views/{shared.pk}"
        for answer in (sales.patch(path, {"name": "Mine now"}), sales.delete(path)):
            assert (answer.status, answer.codes) == (403, ["not_yours"])
        shared.refresh_from_db()
        assert (shared.name, shared.version) == ("In QC", 1)
        other = as_("manager2")
        assert other.ok(other.patch(path, {"name": "On the bench"}))["name"] == "On the bench"
        assert other.delete(path).status == 204

    def test_what_its_owner_begins_with_is_the_owners_choice(self, as_, theirs):
        shared, path = theirs[1], f"saved-views/{theirs[1].pk}"
        answer = as_("manager2").patch(path, {"is_default": True})
        assert (answer.status, answer.codes, answer.attrs) == (403, ["not_yours"], ["is_default"])
        as_("manager").ok(as_("manager").patch(path, {"is_default": True}))
        as_("manager2").ok(as_("manager2").patch(path, {"is_default": True, "name": "QC"}))
        shared.refresh_from_db()
        assert (shared.is_default, shared.name) == (True, "QC")

    def test_an_owner_who_is_no_manager_any_more_may_stop_sharing_but_not_begin_again(self, people, theirs):
        shared, owner = theirs[1], people["manager"]
        owner.roles = {"Sales"}
        assert saved_view_update(view=shared, actor=owner, name="QC").shared is True
        assert saved_view_update(view=shared, actor=owner, shared=False).shared is False
        with pytest.raises(Forbidden):
            saved_view_update(view=shared, actor=owner, shared=True)
        with pytest.raises(Forbidden):
            saved_view_update(view=theirs[0], actor=people["manager2"], name="X")
