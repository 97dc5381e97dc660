"""Making users, giving roles, handing out tokens (domain §2)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from apps.accounts.models import ApiToken, BusinessSettings, Session, User
from apps.accounts.roles import ADMIN, ROLES
from common.db.acting import act
from common.db.locks import lock
from common.errors import Conflict, Forbidden, Invalid
from common.workflow import save_changes


def _checked_password(password: str, user: User) -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="password", field="password") from error
    return password


def user_create(
    *,
    username: str,
    email: str,
    full_name: str,
    role: str,
    actor: User,
    roles: Iterable[str] = (),
    phone: str = "",
    password: str = "",
    must_change_password: bool = True,
) -> User:
    """The user exists with their roles. Without a password they set one by the reset link."""
    user = User(
        username=username,
        email=email,
        full_name=full_name,
        role=role,
        phone=phone,
        must_change_password=bool(password) and must_change_password,
    )
    user.set_password(_checked_password(password, user) if password else None)
    with act(actor=actor):
        user.save(force_insert=True)
        _give_roles(user, {role, *roles})
    return user


def _give_roles(user: User, names: set[str]) -> None:
    if unknown := names - set(ROLES):
        raise Invalid(f"There is no role {min(unknown)}.", code="does_not_exist", field="roles")
    user.groups.set(Group.objects.filter(name__in=names))
    user.roles = names


def user_update(*, user: User, actor: User, roles: Iterable[str] | None = None, **changes: Any) -> User:
    """The user's facts and roles are changed. Nobody changes their own roles; an inactive user is signed out."""
    if roles is not None and user.pk == actor.pk and set(roles) != set(user.roles):
        raise Forbidden("Nobody changes their own roles: ask another Admin.", code="own_roles", field="roles")
    if changes.get("is_active") is False and user.pk == actor.pk:
        raise Forbidden("You cannot deactivate yourself.", code="own_account", field="is_active")
    with act(actor=actor, announced=True):
        locked = lock(user)
        before = dict(locked.__dict__)
        for name, value in changes.items():
            setattr(locked, name, value)
        save_changes(locked, before)
        if roles is not None or "role" in changes:
            names = set(roles) if roles is not None else set(locked.roles)
            _give_roles(locked, {locked.role, *names})
            _keep_an_admin()
        if not locked.is_active:
            _keep_an_admin()
            Session.objects.filter(user=locked).delete()
    return locked


def _keep_an_admin() -> None:
    if not User.objects.filter(groups__name=ADMIN, is_active=True).exists():
        raise Conflict("The last active Admin must stay one.", code="last_admin")


def password_set(*, user: User, password: str, actor: User, must_change: bool = False) -> None:
    """The user has a new password, and every session of theirs has ended."""
    _checked_password(password, user)
    with act(actor=actor, step="set_password", announced=True):
        locked = lock(user)
        locked.set_password(password)
        locked.must_change_password = must_change
        locked.save(update_fields=["password", "must_change_password"])
        Session.objects.filter(user=user).delete()


def token_create(
    *, user: User, name: str, actor: User, expires_at: datetime | None = None, scope: str = ApiToken.Scope.FULL
) -> tuple[ApiToken, str]:
    """The token exists; its text is returned here and never again."""
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid("The expiry lies in the past.", field="expires_at")
    expiry = expires_at - timezone.now() if expires_at else None
    with act(actor=actor, step="create_token"):
        return ApiToken.objects.create(user=user, expiry=expiry, name=name, scope=scope)


def token_revoke(*, token: ApiToken, actor: User) -> None:
    """The token signs nobody in any more."""
    if token.user_id != actor.pk and ADMIN not in actor.roles:
        raise Forbidden
    with act(actor=actor, step="revoke_token"):
        token.delete()


def session_end(*, session: Session, actor: User) -> None:
    """The browser is signed out."""
    if session.user_id != actor.pk and ADMIN not in actor.roles:
        raise Forbidden
    session.delete()


def settings_update(*, actor: User, **changes: Any) -> BusinessSettings:
    """The business's settings are changed, told in the audit trail."""
    with act(actor=actor):
        settings, _ = BusinessSettings.objects.get_or_create(pk=1)
        before = dict(settings.__dict__)
        for name, value in changes.items():
            setattr(settings, name, value)
        save_changes(settings, before)
    return settings
