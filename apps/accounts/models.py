from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, Group, PermissionsMixin, UserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from apps.accounts.roles import ROLES, STAFF
from apps.accounts.triggers import no_clash_by_name, no_clash_by_settings, roles_kept_apart, roles_told
from apps.accounts.workflow import State
from common import access
from common.db.triggers import audit
from common.models import Record


class User(Record, AbstractBaseUser, PermissionsMixin):
    """Somebody who works in Fettle (seed 5 §3.1). `role` is the primary one; the groups hold them all."""

    LABEL: ClassVar[tuple[str, ...]] = ("full_name",)
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email", "full_name"]

    username = models.CharField(max_length=50)
    email = models.EmailField(max_length=100)
    role = models.CharField(max_length=20, choices=[(name, name) for name in ROLES])
    full_name = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    objects = UserManager()

    class Meta(Record.Meta):
        verbose_name = "user"
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username",
                violation_error_message=_("This username is already taken."),
                violation_error_code="username_taken",
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="user_email",
                violation_error_message=_("This email address already belongs to another user."),
                violation_error_code="email_taken",
            ),
            models.CheckConstraint(condition=Q(role__in=ROLES), name="user_role"),
        ]
        indexes = [
            models.Index(fields=["role", "id"], name="user_role_index"),
            GinIndex(OpClass(Upper("username"), "gin_trgm_ops"), name="user_username_search", fastupdate=False),
            GinIndex(OpClass(Upper("full_name"), "gin_trgm_ops"), name="user_name_search", fastupdate=False),
            GinIndex(OpClass(Upper("email"), "gin_trgm_ops"), name="user_email_search", fastupdate=False),
        ]

    _roles: frozenset[str] | None = None

    @property
    def roles(self) -> frozenset[str]:
        """The names of all the user's roles; signing in by request already knows them."""
        if self._roles is None:
            self._roles = frozenset(self.groups.values_list("name", flat=True))
        return self._roles

    @roles.setter
    def roles(self, names: Any) -> None:
        self._roles = frozenset(names)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Say whether one of the user's roles holds the permission in the matrix. The system may everything."""
        return self.is_superuser or (self.is_active and access.may(self.roles, perm))

    @property
    def is_staff(self) -> bool:
        """Whether the administration site lets the user in."""
        return self.is_superuser or bool(self.roles & STAFF)

    @property
    def state(self) -> str:
        """The account's state, as its steps know it."""
        return State.ACTIVE if self.is_active else State.INACTIVE

    @state.setter
    def state(self, state: str) -> None:
        self.is_active = state == State.ACTIVE

    def get_full_name(self) -> str:
        """Return the name people call the user by."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return the username."""
        return self.username


class UserRole(User.groups.through):  # type: ignore[name-defined,misc]
    """A role that a user holds, told in the audit trail as the user's change."""

    class Meta:
        proxy = True
        triggers = [*roles_told(), *roles_kept_apart()]


class Role(Group):
    """A role that people hold: a group under the name that the code knows it by."""

    class Meta:
        proxy = True
        triggers = [no_clash_by_name()]


class Session(AbstractBaseSession):
    """A signed-in browser. It knows its user, so that one statement signs a request in."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(auto_now=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that keeps sessions here."""
        from apps.accounts.sessions import SessionStore

        return SessionStore


class ApiToken(AbstractAuthToken):
    """An integrator's key: acts as its user, with the user's rights or fewer. Only its hash is kept."""

    class Scope(models.TextChoices):
        FULL = "full", _("Everything its user may")
        READ = "read", _("Reading only")

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=128, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.FULL)
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "API token"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="token_user_name",
                violation_error_message=_("This user already has a token of that name."),
                violation_error_code="token_name_taken",
            ),
            models.CheckConstraint(condition=Q(scope__in=["full", "read"]), name="token_scope"),
        ]
        # Made and revoked are told; that it was used is not a change anybody made.
        triggers = [trigger for trigger in audit() if trigger.name != "audit_updated"]

    def __str__(self) -> str:
        return f"{self.name} ({self.user_id})"


class SavedView(Record):
    """A state of a list that somebody named: the filters, order and columns in its address.

    Shared, it is in everybody's menu; being the default concerns its owner alone.
    """

    LABEL = ("name",)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views", db_index=False)
    # The resource, as the API names it.
    list = models.CharField(max_length=50)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    position = models.PositiveIntegerField()

    class Meta(Record.Meta):
        verbose_name = "saved view"
        constraints = [
            models.UniqueConstraint(
                "user",
                "list",
                Lower("name"),
                name="saved_view_name",
                violation_error_message=_("You already have a view of that name."),
                violation_error_code="view_name_taken",
            ),
            models.UniqueConstraint(
                fields=["user", "list"],
                condition=Q(is_default=True),
                name="saved_view_default",
                violation_error_message=_("Another view became the default at the same moment."),
                violation_error_code="default_view_taken",
            ),
        ]


class BusinessSettings(Record):
    """What the business decided once: one row, changed by Admin alone and told in the audit trail."""

    name = models.CharField(max_length=100, default="Fettle")
    address = models.TextField(blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    email = models.EmailField(max_length=100, blank=True, default="")
    tax_number = models.CharField(max_length=50, blank=True, default="")
    currency = models.CharField(max_length=3, default="GHS")
    # A fraction: 0.15 is 15 %.
    tax_rate = models.DecimalField(max_digits=6, decimal_places=4, default=0)
    four_eyes = models.BooleanField(default=True)
    credit_term_days = models.PositiveSmallIntegerField(default=30)
    reservation_hours = models.PositiveSmallIntegerField(default=24)
    standard_warranty_days = models.PositiveSmallIntegerField(default=90)
    premium_warranty_days = models.PositiveSmallIntegerField(default=365)
    # The office approves orders above this amount, in their currency; empty is never.
    office_approval_threshold = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, default=Decimal("20000.00")
    )
    # … and orders whose discount is more than this fraction of what they come to without it: 0.15 is 15 %.
    office_discount_limit = models.DecimalField(max_digits=5, decimal_places=4, default=Decimal("0.1500"))
    # By how much an approved order's total may change and stay approved.
    approval_tolerance = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal("0.00"))

    class Meta(Record.Meta):
        verbose_name = "business settings"
        verbose_name_plural = "business settings"
        triggers = [*Record.Meta.triggers, no_clash_by_settings()]
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="settings_one_row"),
            models.CheckConstraint(condition=Q(tax_rate__gte=0, tax_rate__lt=1), name="settings_tax_rate"),
            models.CheckConstraint(
                condition=Q(standard_warranty_days__gte=1, premium_warranty_days__gte=1), name="settings_warranty_days"
            ),
            models.CheckConstraint(
                condition=Q(
                    office_discount_limit__gte=0,
                    office_discount_limit__lte=1,
                    approval_tolerance__gte=0,
                )
                & (Q(office_approval_threshold__isnull=True) | Q(office_approval_threshold__gte=0)),
                name="settings_approvals",
            ),
        ]

    def __str__(self) -> str:
        return self.name
