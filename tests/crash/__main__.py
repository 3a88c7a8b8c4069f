"""`make crash`: kill the program many times, print what came of it."""

from __future__ import annotations

import argparse
import asyncio
import random
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crash.trial import Trial
from tests.crash.verdict import judge

KILLS = 250
MOST_SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one trial; return 1 where anything is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description="Kill Studybot while it works.")
    parser.add_argument("--kills", type=int, default=KILLS, metavar="N", help=f"how many times (default: {KILLS})")
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**6), metavar="N", help="the chance of the trial"
    )
    options = parser.parse_args(arguments)
    print(f"Studybot is killed {options.kills} times (--seed {options.seed}).")
    began = time.monotonic()
    with TemporaryDirectory(prefix="studybot-crash-") as folder:
        trial = Trial(Path(folder), random.Random(options.seed), print)
        trial.run(options.kills)
        verdict = asyncio.run(judge(trial.data_dir, trial.channel, trial.heard))
    print(
        f"""
kills                {options.kills:>8,}
answers acknowledged {trial.heard.acknowledged:>8,}  (kept: {verdict.kept:,}, the others were repeated presses)
  lost               {verdict.lost:>8,}
quizzes posted       {verdict.quizzes:>8,}
results posted       {verdict.results:>8,}  (sent: {trial.heard.sent:,} times, refused or lost ones too)
  found again        {trial.heard.found:>8,}  (they had been sent, and the program had not come to know it)
  posted twice       {verdict.doubled:>8,}
  missing            {verdict.missing:>8,}
seconds              {time.monotonic() - began:>8.1f}
"""
    )
    for sentence in verdict.wrong[:MOST_SHOWN]:
        print(sentence)
    print("Nothing is wrong." if not verdict.wrong else f"{len(verdict.wrong)} things are wrong.")
    return 1 if verdict.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
