"""Whether shards' outputs are still what was written: looked at again when a file is not as it was, or when asked."""

from collections.abc import Iterable

from flows.storage import OUTPUTS, DataFolder
from flows.store.state import State
from flows.sums import wrong_files


def damaged(
    data: DataFolder, state: State, shards: Iterable[str], *, force: bool = False, remember: bool = True
) -> dict[str, str]:
    """Of these shards those whose outputs are not what was written, with what is wrong.

    A file of the size and time that it had when it was last found right is taken for sound, unless ``force`` has all
    read. What is found right is remembered, unless the state is only read.
    """
    there = {rel: info for kind in OUTPUTS for rel, info in data.infos(kind).items()}
    known = {} if force else state.verified()
    found = {}
    for shard in shards:
        rels = [data.output(kind, shard) for kind in OUTPUTS]
        if rels[-1] in there and all(known.get(rel) == there.get(rel) for rel in rels):  # an older one may lack rows
            continue
        if wrong := list(wrong_files(data, data.output("sums", shard))):
            found[shard] = ", ".join(wrong)
        elif remember:
            state.set_verified({rel: there[rel] for rel in rels if rel in there})
    return found


def trust(data: DataFolder, state: State, shard: str) -> None:
    """Take a shard's outputs as they stand for sound: they were written or checked just now."""
    state.set_verified({rel: data.info(rel) for kind in OUTPUTS for rel in [data.output(kind, shard)]})
