"""Making users, giving roles, handing out tokens, keeping views of lists (domain §2)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.accounts.models import ApiToken, BusinessSettings, SavedView, Session, User
from apps.accounts.roles import ADMIN, NOBODY_IS_BOTH, NOT_YOUR_OWN, ROLES, clash_of
from apps.accounts.selectors import business
from apps.accounts.tasks import tell_of_new_email
from apps.accounts.workflow import USER
from common.db.acting import act
from common.db.locks import lock
from common.errors import Conflict, Forbidden, Invalid
from common.workflow import save_changes

# A date beyond this is a slip of the pen: whoever wants no end leaves the expiry empty.
LONGEST_TOKEN = timedelta(days=1000 * 366)
WRONG_PASSWORD = gettext_noop("This is not your current password.")


def _checked_password(password: str, user: User, *, field: str = "password") -> str:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), code="password", field=field) from error
    return password


def _check_names_free(facts: dict[str, Any], *, besides: int | None = None) -> None:
    """Raise Invalid for a username or email that another user has, whatever its case."""
    others = User.objects.exclude(pk=besides)  # type: ignore[misc]  # nobody has the id None
    problems: dict[str, str | tuple[str, str]] = {}
    if "username" in facts and others.filter(username__iexact=facts["username"]).exists():
        problems["username"] = ("username_taken", _("This username is already taken."))
    if "email" in facts and others.filter(email__iexact=facts["email"]).exists():
        problems["email"] = ("email_taken", _("This email address already belongs to another user."))
    if problems:
        raise Invalid(fields=problems)


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
    """The user exists with their roles, `role` among them. Without a password they set one by the reset link.

    Raises Invalid for a name or email that is taken, an unknown role, roles that one person never holds together, or a
    password that is too weak.
    """
    _check_names_free({"username": username, "email": email})
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
        sentence = _("There is no role %(name)s.") % {"name": min(unknown)}
        raise Invalid(sentence, code="does_not_exist", field="roles")
    if (clash := clash_of(names)) and business().four_eyes:
        one, other = (_(role) for role in clash)
        raise Invalid(_(NOBODY_IS_BOTH) % {"one": one, "other": other}, code="roles_clash", field="roles")
    user.groups.set(Group.objects.filter(name__in=names))
    user.roles = names


def user_update(*, user: User, actor: User, roles: Iterable[str] | None = None, **changes: Any) -> User:
    """The user's facts and roles are changed; a new `role` alone takes the place of the old one.

    Raises Forbidden to those who would change their own roles, Invalid for a name or email that is taken or for roles
    that one person never holds together, Conflict where no Admin would be left.
    """
    held = set(user.roles)
    role = changes.get("role", user.role)
    wanted = set(roles) | {role} if roles is not None else (held - {user.role}) | {role}
    if user.pk == actor.pk and (wanted != held or role != user.role):
        raise Forbidden(_(NOT_YOUR_OWN), code="own_roles", field="roles")
    _check_names_free(changes, besides=user.pk)
    with act(actor=actor):
        if ADMIN in held - wanted:
            _keep_an_admin(besides=user)
        locked = lock(user)
        before = dict(locked.__dict__)
        for name, value in changes.items():
            setattr(locked, name, value)
        save_changes(locked, before)
        if wanted != held:
            _give_roles(locked, wanted)
    return locked


def _keep_an_admin(*, besides: User) -> None:
    """Raise Conflict when nobody else is an active Admin. Two who remove each other wait here for one another.

    Comes before the user's own row is locked: the history of a change names its actor, whose row the other may hold.
    """
    admins = Group.objects.select_for_update(no_key=True).get(name=ADMIN)
    if not admins.user_set.filter(is_active=True).exclude(pk=besides.pk).exists():
        raise Conflict(_("The last active Admin must stay one."), code="last_admin")


def user_set_password(*, user: User, password: str, actor: User) -> User:
    """The user has a password that an Admin chose and must change it first; their sessions have ended."""
    _checked_password(password, user)
    with USER.perform("set_password", user, actor=actor) as locked:
        locked.set_password(password)
        locked.must_change_password = True
        Session.objects.filter(user=locked).delete()
    return locked


def user_deactivate(*, user: User, actor: User) -> User:
    """The user signs in nowhere any more: their sessions have ended and their tokens sign nobody in."""
    with act(actor=actor, step="deactivate"):
        if ADMIN in user.roles:
            _keep_an_admin(besides=user)
        with USER.perform("deactivate", user, actor=actor) as locked:
            Session.objects.filter(user=locked).delete()
    return locked


def user_activate(*, user: User, actor: User) -> User:
    """The user may sign in again, with the password and roles they had."""
    with USER.perform("activate", user, actor=actor) as locked:
        return locked


def password_set(*, user: User, password: str, actor: User, must_change: bool = False, keep_session: str = "") -> User:
    """The user has a new password, and every session of theirs has ended but the one to keep."""
    _checked_password(password, user)
    with act(actor=actor, step="set_password", announced=True):
        locked = lock(user)
        locked.set_password(password)
        locked.must_change_password = must_change
        locked.save(update_fields=["password", "must_change_password"])
        Session.objects.filter(user=user).exclude(session_key=keep_session).delete()
    return locked


def profile_update(*, user: User, current_password: str = "", **changes: Any) -> User:
    """The user changed their own name, phone or email; of a new email, a message to the old one tells.

    A link to a new password goes to the email, so whoever changes it proves who they are. Raises Invalid for a missing
    or wrong current password then, and as `user_update` does.
    """
    before = user.email
    moves = changes.get("email", before) != before
    if moves and not current_password:
        raise Invalid(_("Give your password to change the email."), code="required", field="current_password")
    if moves and not user.check_password(current_password):
        raise Invalid(_(WRONG_PASSWORD), code="wrong_password", field="current_password")
    with act(actor=user):
        changed = user_update(user=user, actor=user, **changes)
        if moves:
            tell_of_new_email.defer(before=before, after=changed.email)
    return changed


def password_change(*, user: User, current_password: str, new_password: str, keep_session: str = "") -> User:
    """The user changed their own password; every other session of theirs has ended.

    Raises Invalid for a wrong current password, and for a new one that is weak or the same.
    """
    if not user.check_password(current_password):
        raise Invalid(_(WRONG_PASSWORD), code="wrong_password", field="current_password")
    if new_password == current_password:
        raise Invalid(_("Choose a password that differs from the current one."), code="same", field="new_password")
    _checked_password(new_password, user, field="new_password")
    return password_set(user=user, password=new_password, actor=user, keep_session=keep_session)


def token_create(
    *,
    user: User,
    name: str,
    actor: User,
    expires_at: datetime | None = None,
    scope: str = ApiToken.Scope.FULL,
    made_with: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    """The token exists; its text is returned here and never again.

    Raises Invalid for a name the user has used, and for an expiry that has passed, lies too far off for a calendar, or
    after that of the token it is `made_with`.
    """
    now = timezone.now()
    if expires_at is not None and expires_at <= now:
        raise Invalid(_("The expiry lies in the past."), field="expires_at")
    if expires_at is not None and expires_at > now + LONGEST_TOKEN:
        raise Invalid(
            _("That is too far off. Leave it empty for a token without end."), code="too_far", field="expires_at"
        )
    ends = made_with.expiry if made_with else None
    if ends is not None and (expires_at is None or expires_at > ends):
        sentence = _("A token that ends makes none that lasts longer.")
        raise Invalid(sentence, code="outlives_its_maker", field="expires_at")
    if ApiToken.objects.filter(user=user, name=name).exists():
        raise Invalid(_("This user already has a token of that name."), code="token_name_taken", field="name")
    expiry = expires_at - now if expires_at else None
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


def saved_view_create(
    *,
    list: str,
    name: str,
    query: str,
    actor: User,
    shared: bool = False,
    is_default: bool = False,
    position: int | None = None,
) -> SavedView:
    """The actor has a view of the list under that name, the last of theirs unless a position is given.

    As their default it takes the place of the one before. Raises Invalid for a name that they use in this list already,
    Forbidden to those who may not share.
    """
    theirs = SavedView.objects.filter(user=actor, list=list)
    _check_view_name(theirs, name)
    if shared:
        _check_may_share(actor)
    if position is None:
        position = (theirs.aggregate(last=Max("position"))["last"] or 0) + 1
    facts = {"name": name, "query": query, "shared": shared, "is_default": is_default, "position": position}
    with act(actor=actor):
        if is_default:
            theirs.filter(is_default=True).update(is_default=False)
        return SavedView.objects.create(user=actor, list=list, **facts)


def saved_view_update(*, view: SavedView, actor: User, **changes: Any) -> SavedView:
    """The view is changed; as its owner's default it takes the place of the one before.

    A shared view is changed by its owner and by those who may share, but what its owner begins with by the owner alone:
    anybody else is refused with Forbidden. Raises Invalid for a name that the owner uses in this list already.
    """
    with act(actor=actor, announced=True):
        locked = lock(view)
        _check_may_change(locked, actor)
        others = SavedView.objects.filter(user=locked.user_id, list=locked.list).exclude(pk=locked.pk)
        if "name" in changes:
            _check_view_name(others, changes["name"])
        if changes.get("shared") and not locked.shared:
            _check_may_share(actor)
        if changes.get("is_default", locked.is_default) != locked.is_default:
            if locked.user_id != actor.pk:
                raise Forbidden(_("This is its owner's choice."), code="not_yours", field="is_default")
            others.filter(is_default=True).update(is_default=False)
        before = dict(locked.__dict__)
        for field, value in changes.items():
            setattr(locked, field, value)
        save_changes(locked, before)
    return locked


def saved_view_delete(*, view: SavedView, actor: User) -> None:
    """The view is in nobody's menu any more. Raises Forbidden to those who may not change it."""
    with act(actor=actor, step="delete_view", announced=True):
        locked = lock(view)
        _check_may_change(locked, actor)
        locked.delete()


def _check_view_name(others: QuerySet[SavedView], name: str) -> None:
    if others.filter(name__iexact=name).exists():
        raise Invalid(_("You already have a view of that name."), code="view_name_taken", field="name")


def _check_may_share(actor: User) -> None:
    if not actor.has_perm("saved-views.share"):
        raise Forbidden(_("A Manager shares views with everybody."), field="shared")


def _check_may_change(view: SavedView, actor: User) -> None:
    if view.user_id != actor.pk and not (view.shared and actor.has_perm("saved-views.share")):
        raise Forbidden(_("This view belongs to somebody else: save one of your own."), code="not_yours")


def settings_update(*, actor: User, seen_version: int | None = None, **changes: Any) -> BusinessSettings:
    """The business's settings are changed, told in the audit trail.

    Raises Stale after the version was overtaken, Conflict (roles_clash) when four eyes come back while somebody holds
    roles that one person never does then.
    """
    with act(actor=actor):
        settings, _made = BusinessSettings.objects.get_or_create(pk=1)
        settings.expected_version = seen_version
        locked = lock(settings)
        before = dict(locked.__dict__)
        for name, value in changes.items():
            setattr(locked, name, value)
        if locked.four_eyes and not before["four_eyes"]:
            _check_nobody_clashes()
        save_changes(locked, before)
    return locked


def _check_nobody_clashes() -> None:
    for user in User.objects.prefetch_related("groups").order_by("pk"):
        if clash := clash_of(group.name for group in user.groups.all()):
            facts = {"user": user.full_name, "one": _(clash[0]), "other": _(clash[1])}
            sentence = _("%(user)s is both %(one)s and %(other)s: take one role away first.")
            raise Conflict(sentence % facts, code="roles_clash")
