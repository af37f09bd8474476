"""Temporal's hands: runs the workflows and their activities for one book."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.diary import Bringing
from activities.recording import Recording
from activities.submitting import Submitting
from activities.telling import Telling
from wiring import Office
from workflows.approval import CabinetApproval
from workflows.bringing_forward import BringForward
from workflows.clock import StatutoryClock
from workflows.submission import OfstedSubmission
from workflows.vacancy import Vacancy

WORKFLOWS = [BringForward, CabinetApproval, OfstedSubmission, StatutoryClock, Vacancy]
GRACE = timedelta(seconds=10)
"""How long what is under way may take to finish when the worker is stopped."""


def worker(office: Office, client: Client, task_queue: str) -> Worker:
    """A worker for the office's book; run it with `async with`."""
    recording = Recording(office.desk)
    telling = Telling(office.desk, office.notifier)
    submitting = Submitting(office.desk, office.postbox)
    return Worker(
        client,
        task_queue=task_queue,
        workflows=WORKFLOWS,
        activities=[
            recording.record,
            telling.tell,
            submitting.addressees_without_receipt,
            submitting.send,
            Bringing(office.desk).look,
        ],
        activity_executor=ThreadPoolExecutor(max_workers=8, thread_name_prefix="activity"),
        graceful_shutdown_timeout=GRACE,
    )
