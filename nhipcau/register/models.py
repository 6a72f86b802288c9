"""Who stands in Form 01, the unit's own Page, its collaborator, and who agreed to what."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.models import Appointment, User
from nhipcau.accounts.permissions import Permission, units_where
from nhipcau.core.text import fold, name_sort_key
from nhipcau.organisations.models import Unit
from nhipcau.register.likeness import near_keys
from nhipcau.sheets.cleaners.phone import national
from nhipcau.sheets.models import Sheet


class RegisterQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """For the unit that keeps it, and for who reads the register above it."""
        return self.filter(
            Q(unit__in=units_where(user, Permission.REGISTER_READ))
            | Q(unit__in=units_where(user, Permission.TASK_HAND_IN))
        ).distinct()

    def in_branch(self, unit: Unit) -> Self:
        """Of the unit and all below it."""
        return self.filter(unit__in=Unit.objects.below(unit))


class EndingQuerySet(RegisterQuerySet):
    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)


class PersonQuerySet(RegisterQuerySet):
    def standing(self) -> Self:
        """Without those who turned out to be somebody else's second line."""
        return self.filter(merged_into__isnull=True)


class Person(models.Model):
    """A person whom a unit has named in its Form 01; never a recipient of messages."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="register_people")
    unit_path = models.CharField(max_length=255, db_index=True)
    full_name = models.CharField(_("full name"), max_length=150)
    search_name = models.CharField(max_length=150, editable=False, db_index=True)
    sort_key = models.CharField(max_length=500, editable=False)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    link_key = models.CharField(max_length=120, blank=True, editable=False)
    near_a = models.CharField(max_length=60, blank=True, editable=False)
    near_b = models.CharField(max_length=60, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )
    created_at = models.DateTimeField()

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ("sort_key", "pk")
        indexes = [
            *(
                models.Index(fields=[name], name=f"person_by_{name}")
                for name in ("phone", "email", "link_key", "near_a", "near_b")
            ),
            # of the few who were merged away: over everybody it would be taken first by `standing()`, and read whole
            models.Index(
                fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **options: Any) -> None:
        """Keeps the keys for searching, sorting and comparing beside the name."""
        self.make_keys()
        super().save(*args, **options)

    def make_keys(self) -> None:
        self.search_name = fold(self.full_name)
        self.sort_key = name_sort_key(self.full_name)[:500]
        self.near_a, self.near_b = near_keys(self.full_name, self.phone)

    @property
    def phone_as_dialled(self) -> str:
        return national(self.phone)


class Consent(models.Model):
    """Whether a person agreed that their own account is passed on for one purpose; pending until somebody says so."""

    class Purpose(models.TextChoices):
        ACCOUNT_TO_SUPERIOR = "account_to_superior", _("personal Facebook account to the direct superior")

    class State(models.TextChoices):
        PENDING = "pending", _("consent pending")
        GIVEN = "given", _("consent given")
        WITHDRAWN = "withdrawn", _("consent withdrawn")

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="consents", db_index=False
    )  # the constraint's own index begins with it
    purpose = models.CharField(max_length=30, choices=Purpose.choices, default=Purpose.ACCOUNT_TO_SUPERIOR)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    changed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose"], name="consent_once_a_purpose"),
            models.CheckConstraint(
                name="consent_is_recorded_by_somebody",
                condition=Q(state="pending") | Q(recorded_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose} {self.state}"

    @property
    def is_given(self) -> bool:
        return self.state == self.State.GIVEN


class Entry(models.Model):
    """One line of Form 01 in force: table 1 personal accounts, table 2 the communications team."""

    class Origin(models.TextChoices):
        SHEET = "sheet", _("handed in")
        PAGE = "page", _("the unit named its Page")
        COLLABORATOR = "collaborator", _("the unit appointed its collaborator")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="register_entries")
    unit_path = models.CharField(max_length=255)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="entries")
    table = models.PositiveSmallIntegerField(choices=[(1, _("table 1")), (2, _("table 2"))])
    order = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=15, choices=Origin.choices)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_name = models.CharField(max_length=300, blank=True)
    position = models.CharField(max_length=200, blank=True)
    facebook_name = models.CharField(max_length=200, blank=True)
    facebook_url = models.CharField(max_length=300, blank=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        ordering = ("unit_path", "table", "order", "pk")
        indexes = [models.Index(fields=["unit_path", "ended_at"], name="entry_in_force")]
        constraints = [
            models.CheckConstraint(
                name="entry_of_a_sheet_names_it", condition=~Q(origin="sheet") | Q(sheet__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.table}.{self.order}"


class OfficialPage(models.Model):
    """The unit's own Page or account, or the person's account that it uses for want of one."""

    class Kind(models.TextChoices):
        PAGE = "page", _("the unit's own Page")
        ACCOUNT = "account", _("the unit's own account")
        PERSONAL = "personal", _("an officer's personal account")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="official_pages")
    unit_path = models.CharField(max_length=255, db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name on Facebook"), max_length=200)
    url = models.CharField(_("address"), max_length=300)
    keeper = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    submit_key = models.UUIDField(unique=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at__isnull=True), name="official_page_one_a_unit"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_own(self) -> bool:
        """Belongs to the unit, so that it may always be passed on."""
        return self.kind != self.Kind.PERSONAL


class CollaboratorTerm(models.Model):
    """A unit's collaborator from one day to another, with the three criteria that the circular asks for."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="collaborator_terms")
    unit_path = models.CharField(max_length=255, db_index=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="terms")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="collaborator_terms"
    )
    appointment = models.ForeignKey(
        Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    knows_the_unit = models.BooleanField(default=False)
    writes_well = models.BooleanField(default=False)
    knows_facebook = models.BooleanField(default=False)
    starts_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    appointed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submit_key = models.UUIDField(unique=True)

    objects = EndingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at__isnull=True), name="collaborator_one_a_unit"
            ),
            models.CheckConstraint(
                name="collaborator_meets_the_criteria",
                condition=Q(knows_the_unit=True, writes_well=True, knows_facebook=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.user_id}"


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def visible_to(self, user: User) -> Self:
        """For the desk that keeps the register of both people's units."""
        units = units_where(user, Permission.REGISTER_MANAGE)
        return self.filter(first__unit__in=units, second__unit__in=units)

    def open(self) -> Self:
        """Not decided, and neither of the two has been merged meanwhile."""
        return self.filter(decision="open", first__merged_into=None, second__merged_into=None)


class Likeness(models.Model):
    """Two people who may be one; somebody decides, and what was decided is never asked again."""

    class Decision(models.TextChoices):
        OPEN = "open", _("to be decided")
        DIFFERENT = "different", _("two different people")
        MERGED = "merged", _("one person")

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField()
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    moved = models.JSONField(
        default=dict, blank=True
    )  # what a merge changed: ids and names of fields, no values

    objects = LikenessQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["decision", "-score", "-id"], name="likeness_to_decide")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_once"),
            models.CheckConstraint(name="likeness_in_order", condition=Q(first__lt=models.F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id} {self.decision}"
