"""What people, tokens and settings look like, and what is written of them."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import RegexValidator
from django.db.models import Func, JSONField, OuterRef
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from apps.accounts.models import ApiToken, BusinessSettings, User
from apps.accounts.roles import ROLES
from common.api.fields import Currency, Fraction, Inputs, Instant, Money, Reference, TaxRate, Text

ROLE_NAMES = Func(
    ArraySubquery(Group.objects.filter(user=OuterRef("pk")).order_by("name").values("name")),
    function="to_jsonb",
    output_field=JSONField(),
)
USERNAME = RegexValidator(r"^[\w.+-]+\Z", _("Use letters, digits and . + - _ only."), code="invalid")


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": list(ROLES)}})
class RoleNames(serializers.JSONField):
    """The names of a user's roles, sorted."""


class UserSerializer(serializers.ModelSerializer):
    roles = RoleNames(source="role_names", read_only=True)

    class Meta:
        model = User
        annotations = {"role_names": ROLE_NAMES}
        restricted = {"last_login": "users.see-account", "must_change_password": "users.see-account"}
        fields = [
            "id", "username", "email", "role", "roles", "full_name", "phone", "is_active", "must_change_password",
            "created_at", "updated_at", "last_login",
        ]  # fmt: skip


class UserInput(serializers.Serializer):
    username = Text(max_length=50, validators=[USERNAME])
    email = serializers.EmailField(max_length=100)
    full_name = Text(max_length=100)
    phone = Text(max_length=20, required=False, allow_blank=True)
    role = serializers.ChoiceField(ROLES)
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES), required=False, max_length=len(ROLES))


class UserCreateInput(UserInput):
    password = Text(max_length=128, required=False, trim_whitespace=False)
    must_change_password = serializers.BooleanField(required=False)


class PasswordInput(serializers.Serializer):
    password = Text(max_length=128, trim_whitespace=False)


class OwnPasswordInput(serializers.Serializer):
    current_password = Text(max_length=128, trim_whitespace=False)
    new_password = Text(max_length=128, trim_whitespace=False)


class ProfileInput(serializers.Serializer):
    full_name = Text(max_length=100, required=False)
    phone = Text(max_length=20, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=100, required=False)
    current_password = Text(
        max_length=128, required=False, trim_whitespace=False, help_text="Needed to change the email."
    )


class BusinessSerializer(serializers.Serializer):
    name = serializers.CharField()
    currency = serializers.CharField()
    time_zone = serializers.CharField()
    tax_rate = serializers.DecimalField(max_digits=6, decimal_places=4)
    four_eyes = serializers.BooleanField()


class MeSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    full_name = serializers.CharField()
    email = serializers.EmailField()
    phone = serializers.CharField()
    role = serializers.ChoiceField(ROLES)
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES))
    permissions = serializers.ListField(child=serializers.CharField())
    must_change_password = serializers.BooleanField()
    mfa_enabled = serializers.BooleanField()
    business = BusinessSerializer()
    demo = serializers.BooleanField()


class SessionSerializer(serializers.Serializer):
    id = serializers.CharField()
    ip = serializers.IPAddressField(allow_null=True)
    user_agent = serializers.CharField()
    created_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    current = serializers.BooleanField()


class SessionsSerializer(serializers.Serializer):
    results = SessionSerializer(many=True)


class RoleSerializer(serializers.Serializer):
    name = serializers.ChoiceField(ROLES)
    description = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())


@extend_schema_serializer(many=False)
class RolesSerializer(serializers.Serializer):
    results = RoleSerializer(many=True)


class MatrixRowSerializer(serializers.Serializer):
    resource = serializers.CharField()
    resource_label = serializers.CharField()
    action = serializers.CharField()
    action_label = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES))


class MatrixSerializer(serializers.Serializer):
    roles = serializers.ListField(child=serializers.ChoiceField(ROLES))
    rows = MatrixRowSerializer(many=True)


class TokenSerializer(serializers.ModelSerializer):
    user = Reference()
    starts_with = serializers.CharField(source="token_key", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True)
    created_at = serializers.DateTimeField(source="created", read_only=True)

    class Meta:
        model = ApiToken
        fields = ["id", "name", "user", "scope", "starts_with", "created_at", "expires_at", "last_used_at"]


class TokenInput(serializers.Serializer):
    name = Text(max_length=100)
    scope = serializers.ChoiceField(ApiToken.Scope.choices, default=ApiToken.Scope.FULL)
    expires_at = Instant(required=False, allow_null=True)


class NewTokenSerializer(TokenSerializer):
    token = serializers.CharField(read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


class SettingsSerializer(serializers.ModelSerializer):
    class Meta:
        model = BusinessSettings
        fields = [
            "id", "name", "address", "phone", "email", "tax_number", "currency", "tax_rate", "four_eyes",
            "credit_term_days", "reservation_hours", "standard_warranty_days", "premium_warranty_days",
            "office_approval_threshold", "office_discount_limit", "approval_tolerance", "updated_at",
        ]  # fmt: skip


class SettingsInput(Inputs):
    currency = Currency()
    tax_rate = TaxRate()
    office_approval_threshold = Money(required=False, allow_null=True, min_value=Decimal(0))
    office_discount_limit = Fraction(
        max_digits=5, decimal_places=4, min_value=Decimal(0), max_value=Decimal(1), required=False
    )
    approval_tolerance = Money(required=False, min_value=Decimal(0))

    class Meta:
        model = BusinessSettings
        fields = [name for name in SettingsSerializer.Meta.fields if name not in ("id", "updated_at")]
        extra_kwargs: dict[str, Any] = {
            "standard_warranty_days": {"min_value": 1},
            "premium_warranty_days": {"min_value": 1},
        }
