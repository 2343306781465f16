"""``xiangtu build``: raw pages into the graph."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.commands.options import DataOption, RunnerOption, SchedulerOption, VerboseOption, WorkersOption
from flows.show.console import Exit, fail, failing, plural, say, table, warn

if TYPE_CHECKING:
    from flows.run.build import Summary
    from flows.run.wanted import Wanted
    from flows.settings import Settings
    from flows.storage import DataFolder
    from flows.store.load import Change


def build(
    inputs: Annotated[
        list[Path] | None, typer.Argument(help="WARC, HTML, text, xlsx, docx, PDF or CSV files, or folders of them.")
    ] = None,
    data: DataOption = None,
    workers: WorkersOption = None,
    runner: RunnerOption = None,
    scheduler: SchedulerOption = None,
    prune: Annotated[bool, typer.Option("--prune", help="Drop what was read from archives that are gone.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Hash all archives again, those whose size and time are as they were too.")
    ] = False,
    verbose: VerboseOption = False,
    site: Annotated[
        list[str] | None, typer.Option("--site", help="Look at this site's archives only; may be given several times.")
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=["%Y-%m-%d"], help="Leave archives be that hold nothing fetched since this day."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be read, from which stage on and why; do nothing.")
    ] = False,
) -> None:
    """Build the graph from what is new among the inputs, by default all of data/raw.

    Files from elsewhere are taken into data/raw/files first. A page that can't be read goes to data/quarantine with its
    reason and the exit code is 3. A run that was killed is simply run again.

    Of an archive that was read before, only what can differ now is done again: after a change of what reads articles
    they are not cleaned again, after one of what is said of readings they are only emitted.

    With --site and --since no more is read than what they name: after a change of the pipeline or of a site's entry,
    the rest stays as it was read until a build without them. Archives that were never read are new, whatever their day.

    An archive is known by its size and time: one that was replaced by another of the same is noticed with --force.

    Example: [bold]xiangtu build[/]

    Example: [bold]xiangtu build saved/ more.warc.gz --workers 2[/]

    Example: [bold]xiangtu build --dry-run[/]

    Example: [bold]xiangtu build --site demo --since 2026-11-01 --dry-run[/]

    Example: [bold]xiangtu build --runner dask --scheduler tcp://10.0.0.5:8786[/]
    """
    from crawl.registry import RegistryError
    from flows.run.inputs import InputError
    from flows.run.running import build_here_or_on_prefect
    from flows.run.wanted import Wanted
    from flows.settings import SettingError, load
    from flows.storage import BusyError, data_folder

    with failing(InputError, SettingError, RegistryError, BusyError, OSError):
        settings = load(data=data, workers=workers, runner=runner, scheduler=scheduler)
        paths = tuple(str(path) for path in inputs or ())
        wanted = Wanted(paths, tuple(site or ()), since and since.date(), prune, force)
        agreeing(wanted, dry_run=dry_run)
        if dry_run:
            forecast(data_folder(settings), settings, wanted)
            return
        summary = build_here_or_on_prefect(settings, wanted, verbose=verbose)
    report(summary, data_folder(settings).url)
    raise typer.Exit(verdict(summary))


def agreeing(wanted: "Wanted", *, dry_run: bool) -> None:
    """Leave where options do not go together."""
    part = wanted.sites or wanted.since
    if wanted.inputs and (dry_run or part):
        option = "--dry-run looks" if dry_run else "--site and --since look"
        fail(f"{option} at the archives of the data folder; leave the inputs out", Exit.USAGE)
    if wanted.prune and (wanted.inputs or part):
        fail("--prune looks for archives that are gone among all; leave inputs, --site and --since out", Exit.USAGE)


def forecast(data: "DataFolder", settings: "Settings", wanted: "Wanted") -> None:
    """What a build would do, a line an archive and the sums of them."""
    from flows.run.outlook import outlook, told

    jobs = outlook(data, settings, wanted)
    for job in jobs:
        typer.echo(f"{job.archive.name}\t{job.stage}\t{job.why}")
    for line in told(jobs):
        say(line)
    if not jobs:
        say("nothing to read")


def report(summary: "Summary", url: str) -> None:
    """What the build did, to standard error."""
    for healed in summary.healed:
        warn(healed)
    for raw in summary.gone:
        warn(f"{raw}: gone; what was read from it is kept ('xiangtu build --prune' drops it)")
    if not summary.archives:
        warn(f"{url}/raw: no archives; run 'xiangtu crawl', or name files: xiangtu build FILE…")
        return
    if summary.nothing_new:
        refused = summary.counts["refused"]
        quarantine = f", {plural(refused, 'page')} in quarantine" if refused else ""
        done = (
            f"{plural(summary.archives, 'archive')} up to date, {plural(summary.counts['pages'], 'page')}{quarantine}"
        )
        say(f"nothing to do: {done}")
        return
    rows = [("archives read", f"{summary.built} of {summary.archives}"), ("pages read", f"{summary.pages:,}")]
    for reason, count in sorted(summary.refused.items()):
        rows.append((f"refused: {reason}", f"{count:,}"))
    if summary.refused:
        rows.append(("", f"see {url}/quarantine"))
    rows += changed(summary.change) if summary.change else []
    rows.append(("pages in the store", f"{summary.counts['pages']:,}"))
    table("build", rows)


def changed(change: "Change") -> list[tuple[str, str]]:
    """What the store has that it had not; says which corrections met nothing."""
    rows = [
        ("graphs put in", f"{change.added:,}"),
        ("graphs taken out", f"{change.removed:,}"),
        ("histories written", f"{change.histories:,}"),
    ]
    for unmet in change.unmet:
        warn(f"corrections.yaml: {unmet}: met nothing; look for its address in the explorer, or take the entry out")
    return rows + ([("corrections applied", f"{change.corrections:,}")] if change.corrections or change.unmet else [])


def verdict(summary: "Summary") -> Exit:
    """The exit code that says how the build went."""
    wrong = bool(summary.failures or summary.refused)
    if not summary.archives or (wrong and not summary.pages):
        return Exit.FAILED
    return Exit.PARTLY if wrong else Exit.OK
