"""A tuned model of a provider that is billed by the hour: deployments for the requests."""

import math

from calculators.cost.arm import ArmLedger
from calculators.cost.fees import HOSTING, Fleet
from calculators.cost.inputs import CostInputs
from calculators.cost.request import RequestTokens
from calculators.quantities import HOURS_PER_MONTH, SECONDS_PER_MONTH

_PRICE = "hosting price of the fine-tuned model, unless you changed it"


def deployments(inputs: CostInputs, tokens: RequestTokens, ledger: ArmLedger) -> Fleet:
    """Deployments up day and night, one or as many as the tokens of all requests keep busy."""
    fleet = Fleet(
        replica_usd=HOURS_PER_MONTH * inputs.hosting_usd_per_hour,
        requests_per_replica=_requests(inputs, tokens, ledger),
        component=HOSTING,
    )
    ledger.add(
        "hosting_usd",
        "hosting, a month",
        "deployments * hours * usd_per_hour",
        fleet.month_usd(inputs.requests_per_month),
        source=_PRICE,
        deployments=fleet.replicas(inputs.requests_per_month),
        hours=HOURS_PER_MONTH,
        usd_per_hour=inputs.hosting_usd_per_hour,
    )
    return fleet


def _requests(inputs: CostInputs, tokens: RequestTokens, ledger: ArmLedger) -> float:
    """Requests a month that one deployment answers; a rate of 0 sets no limit."""
    read, written = inputs.hosting_prompt_tokens_per_s, inputs.hosting_answer_tokens_per_s
    reading = (tokens.prompt + tokens.reread) / read if read else 0.0
    writing = (tokens.answer + tokens.rewritten) / written if written else 0.0
    if not reading + writing:
        return math.inf
    return ledger.add(
        "requests_per_deployment",
        "requests of a deployment in a month",
        "seconds / (reading + writing)",
        SECONDS_PER_MONTH / (reading + writing),
        "requests/month",
        seconds=SECONDS_PER_MONTH,
        reading=reading,
        writing=writing,
    )
