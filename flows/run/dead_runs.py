"""The automation on the Prefect server that marks runs whose process is gone as crashed."""

from importlib.resources import files

import yaml
from prefect.client.orchestration import get_client
from prefect.events.schemas.automations import AutomationCore


def automation() -> AutomationCore:
    """The automation as its file has it."""
    text = files("flows.run").joinpath("dead_runs.yaml").read_text("utf-8")
    return AutomationCore.model_validate(yaml.safe_load(text))


def end_dead_runs() -> None:
    """Make the automation on the server, or bring the one that is there in line; of several one is left."""
    wanted = automation()
    with get_client(sync_client=True) as client:
        found = client.read_automations_by_name(wanted.name)
        if not found:
            client.create_automation(wanted)
        for number, old in enumerate(found):
            if number == 0:
                client.update_automation(old.id, wanted)
            else:
                client.delete_automation(old.id)
