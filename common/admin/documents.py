"""Steps in the administration site: each a button that posts, and that calls the same service as the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminTextareaWidget

from common.admin.inputs import PlainTexts
from common.admin.records import RecordAdmin, plain, problems_of
from common.errors import DomainError


class StepForm(PlainTexts, forms.Form):
    """The facts that a step takes; none, when it only asks whether it is meant."""


class ReasonForm(StepForm):
    """A step that needs a reason."""

    reason = forms.CharField(max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


@dataclass(frozen=True)
class Act:
    """A step as a button: its service, called with the row and the actor, and the form of what else it takes.

    `label`, `action` and `danger` are for acts that no workflow names, as deleting.
    """

    service: Callable[..., Any]
    form: type[StepForm] | None = None
    label: str = ""
    # The action of the permission matrix, when it is not called like the step.
    action: str = ""
    danger: bool = False


@dataclass(frozen=True)
class Button:
    """A step that this user may take on the row in its present status, and why not yet."""

    slug: str
    label: str
    address: str
    act: Act
    form: type[StepForm] | None
    blocked_by: str | None = None


class DocumentAdmin(RecordAdmin):
    """A record with steps: `steps` says by name what each calls; the workflow says when, the matrix who."""

    # What the services call the row: asset, order, invoice …
    row_name: ClassVar[str]
    steps: ClassVar[dict[str, Act]] = {}

    def get_urls(self) -> list[Any]:
        """Return the pages of the model, and the address that each step is posted to."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        step = self.admin_site.admin_view(require_POST(self.step_view))
        return [path("<int:pk>/step/<slug:slug>/", step, name=name), *super().get_urls()]

    def buttons(self, request: HttpRequest, row: Any) -> list[Button]:
        """Return the steps that this user may take on the row now, each with what still blocks it."""
        found = [self._button(request, row, name, act) for name, act in self.steps.items()]
        return [button for button in found if button is not None]

    def _button(self, request: HttpRequest, row: Any, name: str, act: Act) -> Button | None:
        slug = name.replace("_", "-")
        step = self.workflow.steps.get(name) if self.workflow else None
        if not self.may(request, act.action or slug):
            return None
        if step is not None and not step.concerns(row, request.user):
            return None
        problem = self.workflow.refusal(step, row, request.user) if step else None
        return Button(
            slug=slug,
            label=act.label or (step.label if step else slug.replace("-", " ").capitalize()),
            address=self.address("step", row.pk, slug),
            act=act,
            form=act.form or (ReasonForm if step and step.needs_reason else StepForm if act.danger else None),
            blocked_by=problem.message if problem else None,
        )

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Show the row's buttons above its form."""
        if row := kwargs.get("obj"):
            context["step_buttons"] = self.buttons(request, row)
        return super().render_change_form(request, context, *args, **kwargs)

    def step_view(self, request: HttpRequest, pk: int, slug: str) -> HttpResponse:
        """Take the step, or ask first for what it needs; a refusal is shown and changes nothing."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object(request, str(pk))
        name = slug.replace("-", "_")
        if row is None or name not in self.steps:
            raise Http404
        if not self.may(request, self.steps[name].action or slug):
            raise PermissionDenied
        button = self._button(request, row, name, self.steps[name])
        if button is None:
            step = self.workflow.steps[name]
            messages.error(request, self.workflow.refusal(step, row, request.user).message)
            return redirect(self.address("change", pk))
        form = button.form(request.POST if "_filled" in request.POST else None) if button.form else None
        if form is not None and not (form.is_bound and form.is_valid()):
            return self._asked(request, row, button, form)
        facts = {name: plain(value) for name, value in form.cleaned_data.items()} if form else {}
        return self._perform(request, row, button, form, facts)

    def _perform(
        self, request: HttpRequest, row: Any, button: Button, form: StepForm | None, facts: dict[str, Any]
    ) -> HttpResponse:
        try:
            self.expect_seen(request, row)
            with transaction.atomic():
                button.act.service(**{self.row_name: row}, actor=request.user, **facts)
        except (DomainError, IntegrityError) as error:
            if form is None:
                messages.error(request, " ".join(message for _, message in problems_of(error)))
                return redirect(self.address("change", row.pk))
            for field, message in problems_of(error):
                form.add_error(field if field in form.fields else None, message)
            return self._asked(request, row, button, form)
        messages.success(request, f"Done: {button.label}, {row}.")
        gone = not self.get_queryset(request).filter(pk=row.pk).exists()
        return redirect(self.address("changelist") if gone else self.address("change", row.pk))

    def _asked(self, request: HttpRequest, row: Any, button: Button, form: StepForm) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": f"{button.label}: {self.opts.verbose_name} {row}",
            "opts": self.opts,
            "original": row,
            "seen_version": request.POST.get("_version", ""),
            "button": button,
            "form": form,
            "back": self.address("change", row.pk),
        }
        return TemplateResponse(request, "admin/step_form.html", context)
