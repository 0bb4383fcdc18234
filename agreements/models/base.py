"""What the fixtures need of every model: a key in words instead of a number."""

from django.db import models


class NaturalKeyManager(models.Manager):
    """Finds a row by the fields its model names in `natural_fields`."""

    def get_by_natural_key(self, *key):
        return self.get(**dict(zip(self.model.natural_fields, key, strict=True)))
