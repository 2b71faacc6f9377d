"""Work that is spread over processes or machines; this is the one file that knows joblib and the clusters behind it."""

from __future__ import annotations

import importlib
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, TypeVar

__all__ = ["BackendError", "LostError", "each", "on_cluster", "on_cores"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_DASK: Final = re.compile(r"dask://(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\]):(?P<port>[0-9]{1,5})")
_PATIENCE: Final = 10.0
"""Seconds that a cluster has to answer first, and that it may be without any worker later on."""
_LOOK: Final = 0.5
"""Seconds between two looks whether the cluster is still there."""


class BackendError(Exception):
    """There is no such backend, or nobody answers there: nothing was started."""


class LostError(Exception):
    """Those who worked went away before all was done."""


def each(work: Callable[[Item], Result], items: Iterable[Item], processes: int) -> list[Result]:
    """Do the same ``work``, a function of a module, for each of the items; the results come in their order.

    Fewer than two ``processes`` do it here, without a cost.
    """
    if processes < 2:
        return [work(item) for item in items]
    joblib = _joblib()
    done: list[Result] = joblib.Parallel(n_jobs=processes)(joblib.delayed(work)(item) for item in items)
    return done


def on_cores(work: Callable[[Item], Result], items: Sequence[Item], processes: int) -> Iterator[tuple[int, Result]]:
    """Do ``work`` for each item in ``processes`` processes; yield index and result of each as it is done.

    Raises:
        LostError: A process was killed.
    """
    if processes < 2 or len(items) < 2:
        yield from ((number, work(item)) for number, item in enumerate(items))
        return
    joblib = _joblib()
    killed: Any = importlib.import_module("joblib.externals.loky.process_executor").TerminatedWorkerError
    pool = joblib.Parallel(n_jobs=processes, return_as="generator_unordered", batch_size=1)
    try:
        yield from pool(joblib.delayed(_numbered)(work, number, item) for number, item in enumerate(items))
    except killed as error:
        raise LostError("a process was killed, perhaps for want of memory") from error


def on_cluster(work: Callable[[Item], Result], items: Sequence[Item], address: str) -> Iterator[tuple[int, Result]]:
    """Do ``work`` for each item on the workers of a cluster; yield index and result of each as it is done.

    ``address`` is ``dask://HOST:PORT``, where a scheduler of Dask listens. The workers need this very package.

    Raises:
        BackendError: No such backend, not installed, or nobody answers.
        LostError: The scheduler went away, or there was no worker any more.
    """
    cluster = _Dask(address)
    results: queue.SimpleQueue[tuple[int, Result] | Exception | None] = queue.SimpleQueue()

    def collect() -> None:
        joblib = _joblib()
        try:
            with cluster.chosen():
                pool = joblib.Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch="all")
                for found in pool(joblib.delayed(_numbered)(work, number, item) for number, item in enumerate(items)):
                    results.put(found)
            results.put(None)
        except Exception as error:  # noqa: BLE001  # another thread reads and judges it
            results.put(error)

    # Joblib waits for results without end; a thread of its own leaves us free to see that none will come any more.
    threading.Thread(target=collect, daemon=True).start()
    try:
        yield from _received(results, len(items), cluster)
    finally:
        cluster.close()


def _received(
    results: queue.SimpleQueue[tuple[int, Result] | Exception | None], count: int, cluster: _Dask
) -> Iterator[tuple[int, Result]]:
    done, missed = 0, 0.0
    while done < count:
        try:
            found = results.get(timeout=_LOOK)
        except queue.Empty:
            missed = 0.0 if cluster.works else missed + _LOOK
            if cluster.is_gone or missed > _PATIENCE:
                raise LostError("the cluster does not answer any more") from None
            continue
        if isinstance(found, Exception):
            raise LostError(f"the cluster gave up ({type(found).__name__})") from found
        if found is None:
            return
        done += 1
        yield found


def _numbered(work: Callable[[Item], Result], number: int, item: Item) -> tuple[int, Result]:
    return number, work(item)


def _joblib() -> Any:
    return importlib.import_module("joblib")  # untyped; and slow to import, for what is done rarely


class _Dask:
    """The scheduler of a Dask cluster; joblib's own backend talks to it.

    Raises:
        BackendError: The address is none, Dask is not installed, or nobody answers.
    """

    def __init__(self, address: str) -> None:
        place = _DASK.fullmatch(address)
        if place is None or int(place["port"]) > 65535:
            raise BackendError("known backends: dask://HOST:PORT")
        try:
            distributed: Any = importlib.import_module("distributed")
        except ImportError:
            raise BackendError("Dask is not installed: pip install 'truespec[fleet]'") from None
        address = f"tcp://{place['host']}:{place['port']}"
        try:
            self._client = distributed.Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError):
            raise BackendError("no scheduler of Dask answers there") from None
        if not self.works:
            self.close()
            raise BackendError("the cluster has no workers")

    def chosen(self) -> AbstractContextManager[Any]:
        """Return a context in which joblib works on this cluster."""
        chosen: AbstractContextManager[Any] = _joblib().parallel_config(backend="dask", client=self._client)
        return chosen

    @property
    def is_gone(self) -> bool:
        """Whether the connection to the scheduler is lost."""
        return bool(self._client.status != "running")

    @property
    def works(self) -> bool:
        """Whether there is a worker, as the scheduler said last."""
        return bool(self._client.scheduler_info(n_workers=1).get("workers"))

    def close(self) -> None:
        """Hang up; the cluster goes on."""
        self._client.close(timeout=1)
