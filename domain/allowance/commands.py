"""What may be asked where words look like a personal detail."""

from typing import ClassVar

from domain.privacy import What
from domain.value import Command, Slug, Text


class AllowPersonalDetail(Command):
    """Let a post write what looks like a personal detail, in its next command of that name alone; say why."""

    name: ClassVar[str] = "allow-personal-detail"
    what: What
    command: Slug
    post: Slug
    because: Text


AllowanceCommand = AllowPersonalDetail
