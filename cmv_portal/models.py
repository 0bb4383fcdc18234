"""The person who signs in. What a person may do stands in agreements.RoleAssignment."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A named person with an account of their own."""

    title = models.CharField("titel", max_length=80, blank=True)

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"

    def __str__(self) -> str:
        return self.get_full_name() or self.username
