"""People who sign in, what they are appointed to, and links that act once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts.permissions import Role
from nhipcau.core import clock
from nhipcau.core.text import fold, name_sort_key, nfc
from nhipcau.organisations.models import Unit


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(
        self, *, full_name: str, email: str = "", phone: str = "", password: str | None = None, **fields: Any
    ) -> User:
        """A person with a phone number (E.164) or an e-mail, or both; without a password until one is set."""
        user = self.model(
            full_name=nfc(full_name).strip(),
            email=self.normalize_email(email).lower() or None,
            phone=phone or None,
            **fields,
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=username)


class User(AbstractBaseUser):
    """A person; what they may do comes from their appointments alone."""

    full_name = models.CharField(_("full name"), max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, default="")
    search_name = models.CharField(max_length=120, editable=False, default="")
    phone = models.CharField(_("phone"), max_length=20, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    objects = UserManager()

    class Meta:
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(
                name="user_has_a_phone_or_an_email",
                condition=Q(phone__isnull=False) | Q(email__isnull=False),
                violation_error_message=_("A person needs a phone number or an e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **options: Any) -> None:
        """Keeps the keys for sorting and searching beside the name; an empty contact is none."""
        self.full_name = nfc(self.full_name).strip()
        self.sort_key = name_sort_key(self.full_name)[:400]
        self.search_name = fold(self.full_name)
        self.email = self.email.lower() if self.email else None
        self.phone = self.phone or None
        super().save(*args, **options)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split()[-1] if self.full_name else ""

    @property
    def contact(self) -> str:
        """Where a message would reach this person."""
        return self.email or self.phone or ""


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> Self:
        """In force on that day; `ends_on` is the last day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def today(self) -> Self:
        return self.on(clock.today())


class Appointment(models.Model):
    """A person holds a role at a unit from one day to another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "role", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role"],
                condition=Q(ends_on__isnull=True),
                name="appointment_held_once",
                violation_error_message=_("This person holds this role here already."),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.unit_id}"

    @property
    def is_today(self) -> bool:
        day = clock.today()
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def usable(self, now: datetime) -> Self:
        return self.filter(uses_left__gt=0, expires_at__gt=now, revoked_at__isnull=True)


class OneTimeLink(models.Model):
    """An address that acts once; only the hash of its secret is stored."""

    purpose = models.CharField(max_length=40)
    secret_hash = models.CharField(max_length=64, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    about_type = models.CharField(max_length=80, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    issued_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    uses_left = models.PositiveSmallIntegerField(default=1)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["purpose", "unit"], name="link_by_purpose")]

    def __str__(self) -> str:
        return f"{self.purpose} #{self.pk}"

    @property
    def is_usable(self) -> bool:
        return self.uses_left > 0 and self.revoked_at is None and self.expires_at > clock.now()


class Invitation(models.Model):
    """A person was asked to join in a role; taken up through a one-time link."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    invited_at = models.DateTimeField(default=clock.now)
    sent_by_hand_at = models.DateTimeField(null=True, blank=True)
    sent_by_hand_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def signs_in(self) -> bool:
        """Only a person who never signed in and holds nothing else: no link made by one officer opens another's account."""
        others = self.user.appointments.exclude(pk=self.appointment_id)
        return self.user.last_login is None and not others.exists()
