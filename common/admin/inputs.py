"""Fields of the forms that ask what a step needs, in the site's own look."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from common.plain_text import check_text


class PlainTexts:
    """A form whose texts hold what people see and no more, as everywhere."""

    def clean(self: Any) -> Any:
        """Refuse every text that does not."""
        super().clean()  # type: ignore[misc]
        for name, value in list(self.cleaned_data.items()):
            try:
                check_text(value)
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data


def text(*, required: bool = False, rows: int = 0, help_text: str = "") -> forms.CharField:
    """Return a text field, of several rows when asked."""
    widget = UnfoldAdminTextareaWidget(attrs={"rows": rows}) if rows else UnfoldAdminTextInputWidget()
    return forms.CharField(max_length=500, required=required, widget=widget, help_text=help_text)


def reason(*, required: bool = True) -> forms.CharField:
    """Return the field for why."""
    return text(required=required, rows=3)


def choice(values: Any) -> forms.ChoiceField:
    """Return a field with one of a closed list of values."""
    return forms.ChoiceField(choices=[(value, value) for value in values], widget=UnfoldAdminSelectWidget)


def number(**limits: Any) -> forms.IntegerField:
    """Return a field for a count."""
    return forms.IntegerField(widget=UnfoldAdminIntegerFieldWidget, **limits)


def amount(**limits: Any) -> forms.DecimalField:
    """Return a field for an amount with at most two decimals."""
    return forms.DecimalField(max_digits=12, decimal_places=2, widget=UnfoldAdminDecimalFieldWidget, **limits)


def row_of(rows: Any) -> forms.ModelChoiceField:
    """Return a field with one of the rows."""
    return forms.ModelChoiceField(rows, widget=UnfoldAdminSelectWidget)
