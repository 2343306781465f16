"""What a run leaves on Prefect for people: a table a stage, a chart of pages and facts by day, the worst sites."""

from collections.abc import Iterable
from dataclasses import asdict

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from crawl.report import CrawlReport
from flows.release.dumps import Release
from flows.release.gates import GateResult
from flows.run.build import Summary
from flows.run.crawl_report import host_rows, list_rows, problem_rows
from flows.run.stages import Stage
from flows.run.standing import days_of, days_text, sites_of, sites_text
from flows.storage import DataFolder

WORST = 20
"""Sites and problems that a table shows at the most; all stand in the report of the data folder."""


def publish_crawl(report: CrawlReport) -> None:
    """A crawl's hosts, lists and problems; a table without rows is left out."""
    started = f"Crawl of {report.started}, {report.seconds:.0f} s, {report.articles} articles"
    tables = {"crawl-hosts": host_rows, "crawl-lists": list_rows, "crawl-problems": problem_rows}
    for key, rows in tables.items():
        if table := rows(report):
            create_table_artifact(table[:WORST] if key == "crawl-problems" else table, key=key, description=started)


def publish_build(summary: Summary, url: str, seconds: float) -> None:
    """What a build took in, put out and refused by reason, and where the quarantine is."""
    rows = [
        {"stage": "archives", "in": summary.archives, "out": summary.built, "refused": len(summary.failures)},
        {"stage": "pages", "in": summary.pages + summary.refused.total(), "out": summary.pages, "refused": ""},
        *({"stage": f"refused: {reason}", "in": "", "out": "", "refused": n} for reason, n in summary.refused.items()),
    ]
    create_table_artifact(rows, key="build", description=f"Build, {seconds:.0f} s; quarantine: {url}/quarantine")
    if summary.failures:
        failed = [{"archive": f.job.archive.name, "error": f.error} for f in summary.failures[:WORST]]
        create_table_artifact(failed, key="build-failures", description="Archives that could not be read")


def publish_stages(stages: Iterable[Stage]) -> None:
    """What each stage of a run took in and put out, what it refused by reason, and how long it took."""
    rows = [{**asdict(stage), "seconds": f"{stage.seconds:,.1f}"} for stage in stages]
    create_table_artifact(rows, key="stages", description="Stages of the run: in, out, refused by reason, seconds")


def publish_gate(result: GateResult) -> None:
    """The gate's figures, what blocks the release and what warns."""
    lines = [f"| {name} | {value:,.3g} |" for name, value in result.figures.items()]
    said = [*(f"- **blocks**: {line}" for line in result.blocking), *(f"- warns: {line}" for line in result.warnings)]
    text = "\n".join(["| figure | now |", "|---|---:|", *lines, "", *(said or ["All assertions hold."])])
    create_markdown_artifact(text, key="gate", description="The gate before the release")


def publish_standing(data: DataFolder) -> None:
    """A chart of pages and facts by day, and the worst sites with links to their quarantine."""
    create_markdown_artifact(days_text(days_of(data)), key="days", description="Pages and facts by day")
    create_markdown_artifact(sites_text(sites_of(data), data), key="sites", description="Sites, the worst first")


def publish_release(release: Release) -> None:
    """Where the release is."""
    create_link_artifact(release.folder, key="release", link_text=release.folder, description="The release")
