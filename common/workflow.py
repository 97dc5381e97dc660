"""One table of steps per document: who may do what, when, and what it is called.

The same table feeds the service (`perform`), the API and the admin (`allowed_actions`), the database (`transitions`,
held by a trigger), the permission matrix, the diagrams in the documentation and the tests. It knows a few
facts of a step and nothing else: no callbacks, no signals, no inheritance. What a step does is the body of the service
that performs it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from common.db.acting import act
from common.db.locks import lock, lock_all
from common.db.rows import write_many
from common.errors import ActionNotAllowed, DomainError, Forbidden, Invalid

# Why the actor may not take the step on this row now: a sentence, or an error of its own; None when nothing stands
# against it. A guard reads, it never writes.
Guard = Callable[[Any, Any], str | DomainError | None]
# Values that are a step's label too, for which other languages have another word.
HOMONYMS = {"Void": gettext_noop("Voided")}


def value_in_words(value: str) -> str:
    """Return a status, or another value of a choice, in the reader's language."""
    return _(HOMONYMS.get(value, value))


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a document. An empty `target` leaves the status as it is; several leave the choice to the service.

    A document may have other statuses beside its own (an order's approvals): `field` says which one the step moves, and
    `within` in which of its own statuses that is possible at all.
    """

    name: str
    label: str
    source: frozenset[str]
    target: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    # Those of the guards for which the step is not even offered where they object: it will never be possible on such a
    # document, or it answers what nobody has asked.
    hiding: tuple[Guard, ...] = ()
    needs_reason: bool = False
    # Taken by another service only (an asset is sold by its invoice): it has no endpoint, no button, no permission.
    internal: bool = False
    field: str = "status"
    within: frozenset[str] = frozenset()

    @cached_property
    def slug(self) -> str:
        """The step's name in URLs and permissions."""
        return self.name.replace("_", "-")

    def starts_from(self, row: Any) -> bool:
        """Say whether the row's statuses are such that the step starts from them."""
        return getattr(row, self.field) in self.source and (not self.within or row.status in self.within)

    def concerns(self, row: Any, actor: Any) -> bool:
        """Say whether the step is offered on such a row at all: possible now, or once what blocks it is done."""
        return self.starts_from(row) and not self.is_hidden(row, actor)

    def is_hidden(self, row: Any, actor: Any) -> bool:
        """Say whether the step has no business on such a row."""
        return any(guard(row, actor) for guard in self.hiding)


class Workflow:
    """The steps of one kind of document. `resource` is its name in the API and the permission matrix."""

    # Every workflow of the system by its resource: for the documentation and the tests.
    every: "ClassVar[dict[str, Workflow]]" = {}

    def __init__(self, *, resource: str, steps: Sequence[Step]) -> None:
        self.resource = resource
        self.steps = {step.name: step for step in steps}
        within = ["status"] if any(step.within for step in steps) else []
        self._stands = attrgetter(*dict.fromkeys([*self.fields, *within]))
        self._starting: dict[Any, list[tuple[Step, dict[str, Any]]]] = {}
        Workflow.every[resource] = self

    def permission(self, step: Step) -> str:
        """Return the step's permission, as in `assets.pass-qc`."""
        return f"{self.resource}.{step.slug}"

    @contextmanager
    def perform[M: Model](self, name: str, row: M, *, actor: Any, reason: str = "", to: str = "") -> Iterator[M]:
        """Yield the locked row; leave the block and the step is saved, leave by exception and nothing happened.

        Raises Forbidden without the right, ActionNotAllowed in the wrong status or when a guard objects, Invalid
        without a reason that is needed, NotFound when the row is gone, Stale when the caller saw an older version.
        """
        step = self.steps[name]
        with act(actor=actor, step=step.name, reason=reason, announced=True):
            locked = lock(row)
            target = self._check(step, locked, actor=actor, reason=reason, to=to)
            before = dict(locked.__dict__)
            yield locked
            setattr(locked, step.field, target)
            save_changes(locked, before)

    @contextmanager
    def perform_many[M: Model](
        self, name: str, rows: QuerySet[M], *, actor: Any, reason: str = "", to: str = ""
    ) -> Iterator[list[M]]:
        """The same for many rows in a constant number of statements: all of them take the step, or none does."""
        step = self.steps[name]
        with act(actor=actor, step=step.name, reason=reason):
            locked = lock_all(rows)
            targets = [self._check(step, row, actor=actor, reason=reason, to=to) for row in locked]
            befores = [dict(row.__dict__) for row in locked]
            yield locked
            changed: set[str] = set()
            for row, target, before in zip(locked, targets, befores, strict=True):
                setattr(row, step.field, target)
                changed.update(changed_fields(row, before))
            write_many(locked, sorted(changed))

    def foresee(self, name: str, row: Any, *, actor: Any, reason: str = "") -> None:
        """Raise what `perform` would for the row as it was read.

        For a service that locks and checks others first, and for a step on a row that is written once: it changes
        nothing of the row, which the application may not even lock, and another row tells of it.
        """
        self._admit(self.steps[name], row, actor, reason)

    def _admit(self, step: Step, row: Any, actor: Any, reason: str) -> None:
        if not step.internal and not actor.has_perm(self.permission(step)):
            raise Forbidden(action=step.slug)
        if (problem := self.refusal(step, row, actor)) is not None:
            raise problem
        if step.needs_reason and not reason.strip():
            raise Invalid(_("Give a reason."), code="required", field="reason")

    def _check(self, step: Step, row: Any, *, actor: Any, reason: str, to: str) -> str:
        self._admit(step, row, actor, reason)
        if to and to not in step.target:
            words = ", ".join(step.target)
            raise Invalid(_("Choose one of: %(words)s.") % {"words": words}, code="invalid_choice", field="to")
        if len(step.target) > 1 and not to:
            raise ValueError(f"Step {step.name} has several targets: the service says which.")
        return to or (step.target[0] if step.target else getattr(row, step.field))

    def refusal(self, step: Step, row: Any, actor: Any) -> DomainError | None:
        """Return why the step is not possible on this row now, or None. Permission is asked elsewhere."""
        status = getattr(row, step.field)
        if not step.starts_from(row):
            stands, needed = (status, step.source) if status not in step.source else (row.status, step.within)
            return ActionNotAllowed(
                _("%(kind)s %(row)s is %(status)s: “%(step)s” is possible only from %(statuses)s.")
                % {
                    "kind": capfirst(_(str(row._meta.verbose_name))),
                    "row": row,
                    "status": value_in_words(stands),
                    "step": _(step.label),
                    "statuses": ", ".join(sorted(value_in_words(word) for word in needed)),
                },
                action=step.slug,
                status=status,
                label=str(row),
            )
        return self._objection(step, row, actor)

    @staticmethod
    def _objection(step: Step, row: Any, actor: Any) -> DomainError | None:
        for guard in step.guards:
            if problem := guard(row, actor):
                if isinstance(problem, DomainError):
                    return problem
                return ActionNotAllowed(problem, action=step.slug, status=getattr(row, step.field))
        return None

    def allowed(self, row: Any, actor: Any) -> list[dict[str, Any]]:
        """Return the steps this actor may take on the row in its present status, each with what still blocks it.

        A step that has no business on such a document is left out.
        """
        found = []
        for step, told in self._offered(row, actor):
            if not step.is_hidden(row, actor):
                problem = self._objection(step, row, actor)
                found.append(told | {"blocked_by": problem.message if problem else None})
        return found

    def _offered(self, row: Any, actor: Any) -> list[tuple[Step, dict[str, Any]]]:
        """Return the steps from where the row stands to which the actor's roles give a right, as an answer tells them.

        Asked with every document, it is looked up once for each place, set of roles and language.
        """
        key = (self._stands(row), actor.is_superuser or actor.roles, get_language())
        if (offered := self._starting.get(key)) is None:
            offered = self._starting[key] = [
                (step, {"name": step.slug, "label": _(step.label), "needs_reason": step.needs_reason})
                for step in self.steps.values()
                if not step.internal and step.starts_from(row) and actor.has_perm(self.permission(step))
            ]
        return offered

    @property
    def fields(self) -> list[str]:
        """The statuses that the steps move, in the order in which the table first names them."""
        return list(dict.fromkeys(step.field for step in self.steps.values()))

    def moving(self, field: str) -> list[Step]:
        """Return the steps that move this status, or start from it and leave it."""
        return [step for step in self.steps.values() if step.field == field]

    def transitions(self, field: str = "status") -> list[tuple[str, str]]:
        """Return every (from, to) pair that some step makes: the trigger on the table admits no other."""
        pairs = {(source, target) for step in self.moving(field) for source in step.source for target in step.target}
        return sorted(pair for pair in pairs if pair[0] != pair[1])

    def mermaid(self, field: str = "status") -> str:
        """Return the state diagram of one status as Mermaid text."""
        lines = ["stateDiagram-v2"]
        for step in self.moving(field):
            lines += [
                f"    {_node(source)} --> {_node(target)}: {step.label}"
                for source in sorted(step.source)
                for target in step.target
            ]
        names = sorted({name for pair in self.transitions(field) for name in pair})
        return "\n".join([lines[0], *(f'    state "{name}" as {_node(name)}' for name in names), *lines[1:]]) + "\n"


def _node(status: str) -> str:
    return status.replace(" ", "")


def changed_fields(row: Model, before: dict[str, Any]) -> list[str]:
    """Return the names of the concrete fields whose value differs from the copy taken earlier."""
    return [
        field.name
        for field in row._meta.concrete_fields
        if not field.generated and row.__dict__.get(field.attname) != before.get(field.attname)
    ]


def save_changes(row: Model, before: dict[str, Any], *, lines: bool = False) -> None:
    """Save what changed since the copy was taken, and nothing else: columns that triggers keep stay theirs.

    With `lines` the row's version moves in any case: its lines are other ones now, and whoever saw it must look again.
    """
    if changed := changed_fields(row, before) or (["updated_at"] if lines else []):
        row.save(update_fields=changed)


def statuses(*names: str) -> frozenset[str]:
    """Return the statuses as the set a step starts from."""
    return frozenset(names)


def all_but(choices: Iterable[str], *excluded: str) -> frozenset[str]:
    """Return every status but these."""
    return frozenset(choices) - frozenset(excluded)
