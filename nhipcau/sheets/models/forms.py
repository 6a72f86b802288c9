"""A form as an officer has defined it: tables of typed columns, and why it may hold persons."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.organisations.models import Unit


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, user: User) -> Self:
        """For the desk that made it and who looks into its campaigns."""
        return self.filter(unit__in=units_where(user, Permission.CAMPAIGN_READ))

    def ready(self) -> Self:
        return self.filter(ready_at__isnull=False)


class Form(models.Model):
    """What units fill in. Ready once it may go out; from then on its columns stay as they are."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_path = models.CharField(max_length=255, db_index=True)
    title = models.CharField(_("title"), max_length=200)
    guidance = models.CharField(_("how it is filled in"), max_length=500, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    legal_ground = models.CharField(_("legal ground"), max_length=300, blank=True)
    keep_until = models.DateField(_("kept until"), null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(null=True, blank=True)
    submit_key = models.UUIDField(unique=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("sheets:form", args=[self.pk])

    @property
    def key(self) -> str:
        """How proposals and sheets name it."""
        return f"form-{self.pk}"

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None


class FormTable(models.Model):
    """One table of a form: a list of lines, or one record with its labels down the side."""

    class Layout(models.TextChoices):
        LIST = "list", _("a list, one line after another")
        RECORD = "record", _("one record, labels down the side")

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="tables")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("title of the table"), max_length=200, blank=True)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout.choices, default=Layout.LIST)

    class Meta:
        ordering = ("form", "order")
        constraints = [models.UniqueConstraint(fields=["form", "order"], name="form_table_order_once")]

    def __str__(self) -> str:
        return self.title or f"{self.form_id}.{self.order}"


class FormColumn(models.Model):
    """One column: its heading, what kind of value it takes, and what is made of it."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        PERSON = "person", _("name of a person")
        PHONE = "phone", _("phone")
        EMAIL = "email", _("e-mail")
        UNIT = "unit", _("unit")
        DATE = "date", _("date")
        NUMBER = "number", _("whole number")
        MONEY = "money", _("money (đồng)")
        CHOICE = "choice", _("one of several")

    OF_PERSONS = (Kind.PERSON, Kind.PHONE, Kind.EMAIL)

    table = models.ForeignKey(FormTable, on_delete=models.CASCADE, related_name="columns")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(_("heading"), max_length=120)
    kind = models.CharField(_("kind of value"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(_("must be filled in"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    has_total = models.BooleanField(_("with a total"), default=False)

    class Meta:
        ordering = ("table", "order")
        constraints = [
            models.UniqueConstraint(fields=["table", "order"], name="form_column_order_once"),
            models.CheckConstraint(
                name="form_column_totals_numbers",
                condition=Q(has_total=False) | Q(kind__in=("number", "money")),
            ),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def key(self) -> str:
        """How definitions, cells and values name it."""
        return f"c{self.pk}"
