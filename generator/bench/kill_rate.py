"""How many mutants of a customer API the checks find: from its spec alone, and with its rules written down."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from judged import Outcome, outcome
from shop.mutants import CLASSES
from shop.server import Shop
from shop.spec import BEHAVIOUR, OPENAPI
from truespec.checking.credentials import Credentials
from truespec.checking.targets import Access
from truespec.contract.api import Api
from truespec.diagnostics import Report
from truespec.interpretation.load import load_api


def contract(folder: Path, *, behaviour: bool) -> Api:
    """Return the contract of the customer API."""
    (folder / "shop.json").write_text(json.dumps(OPENAPI), encoding="utf-8")
    if behaviour:
        (folder / "behaviour.yaml").write_text(json.dumps(BEHAVIOUR), encoding="utf-8")
    report = Report()
    api = load_api(str(folder / "shop.json"), report)
    if api is None or report.failed:
        raise SystemExit("\n".join(map(str, report)))
    return api


ACCESS = Access(Credentials({"key": "key-north"}), second=Credentials({"key": "key-south"}))


def lines(outcomes: list[Outcome], *, every: bool) -> Iterator[str]:
    """Yield what was killed by class, and each mutant that lives (``every``: each at all)."""
    known = {item.name: item for item in outcomes}
    total = Counter[str]()
    for name, all_of_it in CLASSES.items():
        mutants = [mutant for mutant in all_of_it if mutant in known]
        killed = [mutant for mutant in mutants if known[mutant].broken]
        differing = [mutant for mutant in mutants if not known[mutant].broken and known[mutant].differs]
        total.update(all=len(mutants), killed=len(killed), differing=len(differing))
        yield f"  {name:20} {len(killed):3} of {len(mutants):3} broken, {len(differing):2} more differ"
        for mutant in mutants:
            facts = known[mutant].facts
            if every or not facts:
                yield f"      {mutant:24} {', '.join(facts[:3]) or 'lives'}"
    until = [item.until for item in outcomes if item.until]
    both = total["killed"] + total["differing"]
    yield f"  all                  {total['killed']} of {total['all']} broken, {both} with differences"
    most = max(item.requests for item in outcomes)
    yield f"  median of {median(until or [0]):.0f} requests to the first finding, {most} at most in a run"


def main() -> None:
    """Print the table for each contract and profile that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", choices=("quick", "thorough"), default="quick")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--every", action="store_true", help="say all that kills each mutant")
    parser.add_argument("--healthy", type=int, default=3, metavar="SEEDS", help="runs without a mutant")
    parser.add_argument("--only", default="", metavar="WORD", help="mutants with this in their names")
    parser.add_argument("--rules", choices=("without", "with", "both"), default="both", help="of the behaviour file")
    chosen = parser.parse_args()
    for behaviour in {"without": (False,), "with": (True,), "both": (False, True)}[chosen.rules]:
        with tempfile.TemporaryDirectory() as folder:
            api = contract(Path(folder), behaviour=behaviour)
            print(f"{'with' if behaviour else 'without'} a behaviour file, profile {chosen.profile}")
            for seed in range(chosen.healthy):
                healthy = outcome("", api, Shop(), ACCESS, chosen.profile, seed)
                print(f"  healthy, seed {seed}: {', '.join(healthy.facts) or 'nothing'} found")
            every = (mutant for mutants in CLASSES.values() for mutant in mutants)
            names = dict.fromkeys(mutant for mutant in every if chosen.only in mutant)
            found = []
            for mutant in names:
                shop, whole = Shop(mutant), chosen.every
                found.append(outcome(mutant, api, shop, ACCESS, chosen.profile, chosen.seed, whole=whole))
                if chosen.every:
                    print(f"  {mutant}: {', '.join(found[-1].facts)} after {found[-1].until}", flush=True)
            print("\n".join(lines(found, every=chosen.every)), flush=True)


if __name__ == "__main__":
    main()
