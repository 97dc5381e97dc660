"""Environment variables are read strictly, and a refusal names the variable and what is accepted."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from common import env

NAME = "FETTLE_SOMETHING"
GOOD_SECRET = "q7Xr2mVb9TzKp4LwYc8NsFh3JdGe6RaUo1Wi5MxZvBtPkDnQ0y"


@pytest.fixture
def given(monkeypatch):
    """Set the variable, or unset it with None."""

    def give(value: str | None) -> None:
        if value is None:
            monkeypatch.delenv(NAME, raising=False)
        else:
            monkeypatch.setenv(NAME, value)

    return give


@pytest.mark.parametrize(("value", "expected"), [(None, "other"), ("", "other"), ("  ", "other"), (" a b ", "a b")])
def test_text_is_stripped_and_empty_counts_as_unset(given, value, expected):
    given(value)
    assert env.text(NAME, "other") == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("True", True), ("1", True), ("false", False), ("0", False), ("", True)]
)
def test_flag_reads_yes_and_no(given, value, expected):
    given(value)
    assert env.flag(NAME, default=True) is expected


@pytest.mark.parametrize("value", ["yes", "on", "2", "truee", "false;"])
def test_flag_refuses_anything_else(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is '{value}'\. Accepted: true, false, 1 or 0\.$"):
        env.flag(NAME, default=False)


@pytest.mark.parametrize(("value", "expected"), [(None, 7), ("", 7), ("0", 0), (" 42 ", 42)])
def test_integer_reads_whole_numbers(given, value, expected):
    given(value)
    assert env.integer(NAME, 7) == expected


@pytest.mark.parametrize("value", ["-1", "1.5", "1e3", "0x10", "1_000", "٣", "eight"])
def test_integer_refuses_anything_else(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is '.+'\. Accepted: a whole number of at least 0\.$"):
        env.integer(NAME, 7)


@pytest.mark.parametrize("value", ["0", "65536"])
def test_integer_keeps_within_its_limits(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is {value}\. .+ at least 1 and at most 65535\.$"):
        env.integer(NAME, 8000, minimum=1, maximum=65535)


@pytest.mark.parametrize(
    ("value", "expected"), [(None, ["x"]), ("", ["x"]), ("a", ["a"]), ("a, b.example ,c", ["a", "b.example", "c"])]
)
def test_csv_splits_at_commas(given, value, expected):
    given(value)
    assert env.csv(NAME, ["x"]) == expected


@pytest.mark.parametrize("value", [",", "a,,b", "a,"])
def test_csv_refuses_empty_entries(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME} is .* none of them empty"):
        env.csv(NAME, [])


@pytest.mark.parametrize(("value", "expected"), [(None, "one"), ("", "one"), (" two ", "two")])
def test_choice_is_one_of_few(given, value, expected):
    given(value)
    assert env.choice(NAME, "one", ("one", "two")) == expected


@pytest.mark.parametrize("value", ["three", "One", "one,two"])
def test_choice_refuses_any_other(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is '{value}'\. Accepted: one, two\.$"):
        env.choice(NAME, "one", ("one", "two"))


@pytest.mark.parametrize(("value", "expected"), [(None, "UTC"), ("Europe/Copenhagen", "Europe/Copenhagen")])
def test_zone_is_a_known_one(given, value, expected):
    given(value)
    assert env.zone(NAME, "UTC") == expected


@pytest.mark.parametrize("value", ["Europe/Kopenhagen", "Europe", "../UTC", "/etc/passwd", "+02:00"])
def test_zone_refuses_any_other(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is '.+'\. Accepted: a time zone"):
        env.zone(NAME, "UTC")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, ["::1/128"]), ("10.0.0.0/8, fd00::/8,192.0.2.7", ["10.0.0.0/8", "fd00::/8", "192.0.2.7/32"])],
)
def test_networks_are_split_at_commas(given, value, expected):
    given(value)
    assert [str(network) for network in env.networks(NAME, ["::1"])] == expected


@pytest.mark.parametrize("value", ["10.0.0.1/8", "10.0.0.0/33", "web", "10.0.0.0/8,,::1"])
def test_networks_refuses_anything_else(given, value):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is '{value}'"):
        env.networks(NAME, [])


@pytest.mark.parametrize("value", [None, "", "  "])
def test_folder_has_a_default(given, value, tmp_path):
    given(value)
    assert env.folder(NAME, tmp_path) == tmp_path


def test_folder_is_where_it_says_even_before_it_exists(given, tmp_path):
    given(f" {tmp_path}/new ")
    assert env.folder(NAME, tmp_path) == tmp_path / "new"


@pytest.mark.parametrize("value", ["files", "./files", "~/files", __file__])
def test_folder_refuses_what_is_no_absolute_path_of_one(given, value, tmp_path):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"^{NAME} is '.+'\. Accepted: the absolute path of a folder\.$"):
        env.folder(NAME, tmp_path)


def test_secret_is_returned(given):
    given(GOOD_SECRET)
    assert env.secret(NAME, minimum=50) == GOOD_SECRET


def test_secrets_are_split_at_commas_and_each_is_strong(given):
    given(None)
    assert env.secrets(NAME, minimum=50) == []
    given(f"{GOOD_SECRET}, {GOOD_SECRET[::-1]}")
    assert env.secrets(NAME, minimum=50) == [GOOD_SECRET, GOOD_SECRET[::-1]]
    given(f"{GOOD_SECRET},stubby")
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME} is too short") as refusal:
        env.secrets(NAME, minimum=50)
    assert GOOD_SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (None, "is not set"),
        ("stubby", "is too short or too regular"),
        ("ab" * 40, "is too short or too regular"),
        (GOOD_SECRET + "-change-me", "still holds a placeholder"),
    ],
)
def test_secret_refuses_a_weak_key_without_showing_it(given, value, why):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=f"^{NAME} {why}") as refusal:
        env.secret(NAME, minimum=50)
    assert value is None or value not in str(refusal.value)


def test_a_child_of_an_empty_environment_finds_the_interpreters_libraries_and_no_secret(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/python/lib")
    monkeypatch.setenv("FETTLE_SECRET_KEY", "secret")
    assert env.of_the_interpreter() == {"LD_LIBRARY_PATH": "/opt/python/lib"}
    monkeypatch.delenv("LD_LIBRARY_PATH")
    assert env.of_the_interpreter() == {}
