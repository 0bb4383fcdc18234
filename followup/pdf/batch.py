"""Renders one document or many, in this process or in a few others.

Light to import, without Django and database: this is what a worker process loads.
"""

import os
import tempfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from tempfile import TemporaryDirectory
from threading import Thread

MOST_WORKERS = 2
# From this many documents on the pool is faster, its start included (measured on two cores).
POOL_PAYS_FROM = 5
# So many pages may wait in the pool: the workers never stand idle, and the pool's pipe never fills. A full
# one stops the pool for good in Python before 3.11.7 (python/cpython#105829), and a pipe may be a page small.
MOST_WAITING = 32


def write_pdf(html: str) -> bytes:
    """One document as PDF/UA-1, from well-formed HTML."""
    from followup.pdf import engine

    return engine.write_pdf(html)


def write_pdfs(pages: Sequence[str], workers: int | None = None) -> list[bytes]:
    """Many documents, in their own order, by so many processes; None takes as many as pay."""
    if workers is None:
        workers = min(MOST_WORKERS, len(os.sched_getaffinity(0))) if len(pages) >= POOL_PAYS_FROM else 1
    if workers == 1:
        return [write_pdf(html) for html in pages]
    # Never forked from this process, which may hold database connections and threads. The fork server holds
    # nothing but WeasyPrint, and stays, so that the next batch starts at once.
    context = get_context("forkserver")
    context.set_forkserver_preload(["weasyprint"])
    with (
        TemporaryDirectory(prefix="pdf-") as scratch,
        ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(scratch,)) as pool,
    ):
        return list(_in_turn(pool, pages))


def _in_turn(pool: Executor, pages: Sequence[str]) -> Iterator[bytes]:
    """The documents in order, with a few pages at a time handed to the pool; a fault ends the batch."""
    waiting = deque(pool.submit(write_pdf, html) for html in pages[:MOST_WAITING])
    try:
        for html in pages[MOST_WAITING:]:
            yield waiting.popleft().result()
            waiting.append(pool.submit(write_pdf, html))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _start(scratch: str) -> None:
    """A worker keeps its files where the parent clears them away, and ends if the parent is killed."""
    tempfile.tempdir = scratch
    parent = parent_process()
    if parent is not None:
        Thread(target=_exit_after, args=(parent.sentinel,), daemon=True).start()


def _exit_after(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)
