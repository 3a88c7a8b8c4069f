"""A short trial; `make crash` makes a long one."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

from tests.crash.trial import Trial
from tests.crash.verdict import judge


def test_nothing_is_lost_or_doubled_when_the_program_is_killed(tmp_path: Path) -> None:
    trial = Trial(tmp_path, random.Random(1))
    trial.run(kills=6)
    verdict = asyncio.run(judge(trial.data_dir, trial.channel, trial.heard))
    assert verdict.wrong == ()
    assert trial.heard.acknowledged > 0
    assert verdict.quizzes > 0
