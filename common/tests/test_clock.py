"""The clock that the demo's seeder sets back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from common import clock
from common.dates import business_date

THEN = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)


def test_business_dates_follow_the_clock_that_was_set_back_and_only_within_the_block(settings):
    settings.BUSINESS_TIME_ZONE = "Asia/Tokyo"
    with clock.at(THEN):
        first, second = clock.now(), clock.now()
        assert THEN <= first < second < THEN + timedelta(minutes=1)
        assert business_date() == date(2026, 1, 6)
    assert clock.now() > THEN + timedelta(days=1)


def test_nobody_acts_in_the_past_outside_of_the_demo(settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError), clock.at(THEN):
        pass
