from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from common import access
from common.workflow import Step, Workflow


def schema() -> str:
    """Return the OpenAPI description of the API as YAML."""
    generated = SchemaGenerator().get_schema(request=None, public=True)
    return OpenApiYamlRenderer().render(generated, renderer_context={}).decode()


def workflow_page(workflow: Workflow) -> str:
    """Return one document's steps as a diagram and a table."""
    rows = "\n".join(_row(workflow, step) for step in workflow.steps.values())
    diagrams = "\n".join(_diagram(workflow, field) for field in workflow.fields)
    return (
        f"# Steps of {workflow.resource}\n\nMade by `./entrypoint.sh manage write_docs` from the table in the code.\n\n"
        f"{diagrams}\n"
        f"| step | from | to | who | reason |\n|---|---|---|---|---|\n{rows}\n"
    )


def _diagram(workflow: Workflow, field: str) -> str:
    heading = f"## {field}\n\n" if len(workflow.fields) > 1 else ""
    return f"{heading}```mermaid\n{workflow.mermaid(field)}```\n"


def _row(workflow: Workflow, step: Step) -> str:
    holders = access.roles_for(workflow.resource, step.slug)
    who = "the system's own step" if step.internal else ", ".join(sorted(holders or ()))
    source, target = ", ".join(sorted(step.source)), ", ".join(step.target) or "unchanged"
    if step.within:
        source += f", while {', '.join(sorted(step.within))}"
    return f"| {step.label} | {source} | {target} | {who} | {'yes' if step.needs_reason else ''} |"


def permissions_page() -> str:
    """Return the whole permission matrix as a table per resource."""
    parts = ["# Who may do what\n\nMade by `./entrypoint.sh manage write_docs`. What is not listed is refused.\n"]
    for resource, actions in access.matrix().items():
        parts.append(f"\n## {resource}\n\n| action | roles |\n|---|---|\n")
        parts += [f"| {action} | {', '.join(sorted(roles))} |\n" for action, roles in sorted(actions.items())]
    return "".join(parts)


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    docs = settings.BASE_DIR / "docs"
    made = {docs / "workflows" / f"{w.resource}.md": workflow_page(w) for w in Workflow.every.values()}
    return made | {docs / "permissions.md": permissions_page(), docs / "swagger.yaml": schema()}


class Command(BaseCommand):
    """Writes the parts of the documentation that the code knows best: steps, permissions, OpenAPI."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        stale = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
        if options["check"]:
            if stale:
                names = ", ".join(str(path.relative_to(settings.BASE_DIR)) for path in stale)
                raise CommandError(f"Stale: {names}. Run ./entrypoint.sh manage write_docs.")
            return
        for path, text in pages().items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.stdout.write(f"{len(stale)} pages written, {len(pages()) - len(stale)} were up to date.")
