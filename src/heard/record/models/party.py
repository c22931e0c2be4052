"""Party: a person or firm outside that answers depend on; shared by all desks, like organizations."""

from django.db import models

from heard.record.ids import new_public_id


class Party(models.Model):
    """`address` is where pings go, in lower case; empty for somebody who is asked in other ways only."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=200)
    organization = models.ForeignKey(
        "record.Organization", models.SET_NULL, null=True, blank=True, related_name="parties"
    )
    address = models.EmailField(max_length=320, blank=True)
    language = models.CharField(max_length=16, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["address"], condition=~models.Q(address=""), name="party_address_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
