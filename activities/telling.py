"""Tells people what they must know."""

from temporalio import activity

from activities.ports import Book, Message, Notifier


class Telling:
    def __init__(self, book: Book, notifier: Notifier) -> None:
        self._book = book
        self._notifier = notifier

    @activity.defn(name="tell")
    def tell(self, message: Message) -> None:
        """Safe to run twice: the notifier knows the message by its key."""
        self._notifier.tell(message.model_copy(update={"at": self._book.time(message.at)}))
