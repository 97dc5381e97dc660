"""Structured logs: one event a line with its request id, JSON in production, readable on a developer's machine."""

import logging.config
import sys
from typing import Any

import orjson
import structlog

from common.db.acting import door


def _json(event: Any, **how: Any) -> str:
    return orjson.dumps(event, **how).decode()


def _of_request(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Name the request in which it happened, where it did in one."""
    if request_id := door.get().request_id:
        event["request_id"] = request_id
    return event


def configure(settings: dict[str, Any]) -> None:
    """Set up logging from `{"level": …, "json": …}`. Local variables never reach a log: they hold people's data.

    Our own events are written directly; those of libraries come through Python's logging and look the same.
    """
    shared: list[Any] = [
        _of_request,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.add_log_level,
    ]
    if settings["json"]:
        transformer = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        last: list[Any] = [
            structlog.processors.ExceptionRenderer(transformer),
            structlog.processors.JSONRenderer(serializer=_json),
        ]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
                    "foreign_pre_chain": [*shared, structlog.stdlib.add_logger_name],
                },
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
            "root": {"handlers": ["console"], "level": settings["level"]},
            # It tells each time it looks for work; what it failed at is told as an error.
            "loggers": {"procrastinate": {"level": max(settings["level"], "WARNING", key=logging.getLevelName)}},
        }
    )
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(settings["level"]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
