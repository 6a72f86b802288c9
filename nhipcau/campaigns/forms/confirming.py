"""What an officer or a unit types; every text passes the boundary."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms import BaseFormSet, formset_factory
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhipcau.campaigns.models import Campaign, Step
from nhipcau.campaigns.rules import rule_in_words, rule_of
from nhipcau.core.boundary import why_asked
from nhipcau.core.typed import AskedField, InsideField, KeyedForm, TicksField, day_field
from nhipcau.organisations.models import Unit, UnitKind
from nhipcau.sheets.matching import UnitNames
from nhipcau.sheets.models import Form

MOST_LINES = 2_000

#: a form of the desk is asked for where the form is chosen too
OFFERED = [choice for choice in Step.HandInKind.choices if choice[0] != Step.HandInKind.FORM]


EVERY = [
    ("", "—"),
    ("weekly", _("every week")),
    ("monthly", _("every month")),
    ("quarterly:first", _("in the first month of every quarter")),
    ("quarterly:last", _("in the last month of every quarter")),
    ("yearly", _("every year")),
]


class CircularForm(KeyedForm):
    """A file or a pasted text; a campaign by hand needs neither."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Desk"))
    original = forms.FileField(
        required=False,
        label=_("The circular as a file"),
        help_text=_(
            "Word (.docx) or text (.txt); a PDF is tried too. A scan is kept as the original, and you type the text."
        ),
    )
    text = forms.CharField(
        required=False, strip=False, label=_("Or paste its text"), widget=forms.Textarea(attrs={"rows": 10})
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        first = units.first()
        if first is not None:
            self.fields["unit"].initial = first.pk


class TextForm(forms.Form):
    """Paste or type the text of an original that could not be read."""

    text = forms.CharField(
        strip=False, label=_("Text of the circular"), widget=forms.Textarea(attrs={"rows": 12})
    )


class BranchField(forms.ModelChoiceField):
    """Units that have others below them, one step in for each level."""

    def label_from_instance(self, obj: Unit) -> str:  # type: ignore[override]
        return "\u2003" * (obj.depth - 1) + obj.name


class HeadForm(KeyedForm):
    """The facts of the circular and whom it goes to."""

    number = InsideField(max_length=60, required=False, label=_("Number and symbol"))
    kind = forms.ChoiceField(choices=Campaign.Kind.choices, label=_("Kind of document"))
    issued_on = day_field(required=False, label=_("Day of issue"))
    place = InsideField(max_length=120, required=False, label=_("Place of issue"))
    issuer = InsideField(max_length=200, required=False, label=_("Issued by"))
    subject = InsideField(max_length=500, label=_("Subject"), widget=forms.Textarea(attrs={"rows": 2}))
    addressees = InsideField(
        max_length=2000, required=False, label=_("Addressed to"), widget=forms.Textarea(attrs={"rows": 2})
    )
    legal_bases = InsideField(
        max_length=2000, required=False, label=_("Legal basis"), widget=forms.Textarea(attrs={"rows": 2})
    )
    contact = InsideField(max_length=300, required=False, label=_("Whom to ask"))
    legal_ground = InsideField(
        max_length=300,
        required=False,
        label=_("Legal ground for passing on the lists"),
        help_text=_(
            "Needed only when names are handed in: the document that allows passing them to the parent unit."
        ),
    )
    branch = BranchField(queryset=Unit.objects.none(), label=_("Branch: units below"))
    unit_kinds = TicksField(
        queryset=UnitKind.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label=_("Kinds of units addressed"),
        required=False,
    )
    named_units = forms.CharField(
        max_length=20_000, required=False, label=_("Or a list of units"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name or code a line. Then only these units are addressed."),
    )  # fmt: skip
    informed_units = forms.CharField(
        max_length=20_000, required=False, label=_("For information only"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One name or code a line. These units are told and owe nothing."),
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = Unit.objects.below(desk).open()
        self.below = below.exclude(pk=desk.pk)
        branches = below.filter(Q(pk=desk.pk) | Q(numchild__gt=0))
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]
        self.fields["branch"].initial = desk.pk
        kinds = UnitKind.objects.filter(pk__in=self.below.order_by().values("kind"))
        self.fields["unit_kinds"].queryset = kinds  # type: ignore[attr-defined]
        only = list(kinds.values_list("pk", flat=True)[:2])
        if len(only) == 1:  # no choice to make, and the count stands beside it
            self.fields["unit_kinds"].initial = only

    def clean_named_units(self) -> list[Unit]:
        return self._units("named_units")

    def clean_informed_units(self) -> list[Unit]:
        return self._units("informed_units")

    def _units(self, name: str) -> list[Unit]:
        """Each line is one unit below the desk; a line that may mean two or none is named, with what it may mean."""
        lines = [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]
        if not lines:
            return []
        names, found, unclear = UnitNames.of(self.below), [], []
        for line in lines[:MOST_LINES]:
            match = names.chosen_beforehand(line)
            if match is not None:
                found.append(match.unit_id)
                continue
            near = ", ".join(near.name for near in names.ranked(line, 3))
            said = (
                _("“%(line)s” is not clear. Perhaps: %(near)s.")
                if near
                else _("“%(line)s” is no unit below this desk.")
            )
            unclear.append(said % {"line": line[:100], "near": near})
        if unclear:
            raise forms.ValidationError(unclear[:10])
        return list(Unit.objects.filter(pk__in=found).select_related("kind"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            not values.get("unit_kinds")
            and not values.get("named_units")
            and "named_units" not in self.errors
        ):
            self.add_error("unit_kinds", _("Choose at least one kind of unit."))
        return values


def lines_of(text: Any, width: int = 62, least: int = 2, most: int = 9) -> int:
    """Rows of a text box in which this text is seen whole, or nearly."""
    rows = sum(1 + len(line) // width for line in str(text or "").splitlines())
    return min(max(rows, least), most)


class StepForm(forms.Form):
    """One step; an empty text drops it."""

    text = InsideField(max_length=2000, required=False, label=_("What is to be done"), widget=forms.Textarea)
    details = InsideField(max_length=4000, required=False, label=_("Details"), widget=forms.Textarea)
    responsible = InsideField(max_length=200, required=False, label=_("Who does it, as named"))
    level = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    for_desk = forms.TypedChoiceField(
        required=False,
        coerce=bool,
        empty_value=False,  # type: ignore[arg-type]
        choices=[("", _("each addressed unit")), ("on", _("our own office"))],
        widget=forms.RadioSelect,
        label=_("Who does it"),
    )
    hand_in = forms.ChoiceField(choices=OFFERED, initial=Step.HandInKind.CONFIRM, label=_("What comes back"))
    form = forms.ModelChoiceField(
        queryset=Form.objects.none(),
        required=False,
        empty_label="—",
        label=_("Which form of the desk"),
        help_text=_("Only when a form of the desk comes back."),
    )
    asks = AskedField(
        max_length=1000, required=False, label=_("Which numbers, one name a line"), widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only when numbers or a sum come back, for example: Number of members."),
    )  # fmt: skip
    is_ongoing = forms.BooleanField(required=False, label=_("Goes on all the time: never late, never done"))
    source = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ready: QuerySet[Form] | None = None, **kwargs: Any) -> None:
        initial = kwargs.get("initial")
        if initial is not None:
            kwargs["initial"] = initial | {"for_desk": "on" if initial.get("for_desk") else ""}
        super().__init__(*args, **kwargs)
        self.fields["for_desk"].initial = self.fields["for_desk"].initial or ""
        if ready:
            self.fields["form"].queryset = ready  # type: ignore[attr-defined]
            self.fields["hand_in"].choices = Step.HandInKind.choices  # type: ignore[attr-defined]
        for name in ("text", "details"):
            self.fields[name].widget.attrs["rows"] = lines_of(self[name].value())

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        is_asked = values.get("text") and not values.get("for_desk") and not values.get("is_ongoing")
        values["asks"] = [
            line.strip()[:100] for line in str(values.get("asks") or "").splitlines() if line.strip()
        ][:12]
        if values.get("hand_in") not in (Step.HandInKind.NUMBERS, Step.HandInKind.SUM):
            values["asks"] = []
        for name in values["asks"]:
            if why := why_asked(name):
                self.add_error("asks", why)
        if values.get("hand_in") != Step.HandInKind.FORM:
            values["form"] = None
        elif is_asked and values.get("form") is None and "form" not in self.errors:
            self.add_error("form", _("Choose the form that the units fill in."))
        return values


class DeadlineForm(forms.Form):
    """One deadline; an empty line drops it."""

    what = InsideField(max_length=300, required=False, label=_("What is due"), widget=forms.Textarea)
    due_on = day_field(required=False, label=_("Day"))
    due_time = forms.TimeField(
        required=False,
        input_formats=["%H:%M", "%Hh%M", "%Hh"],
        label=_("Hour"),
        widget=forms.TimeInput(format="%H:%M", attrs={"placeholder": "17:00"}),
        error_messages={"invalid": _("Write the hour as hh:mm, for example 17:00.")},
    )
    is_inclusive = forms.BooleanField(required=False, initial=True, label=_("That day still counts"))
    step = forms.IntegerField(required=False, min_value=1, label=_("For which step"))
    repeat_every = forms.ChoiceField(choices=EVERY, required=False, label=_("It comes again"))
    repeat_on = forms.CharField(
        max_length=10, required=False, label=_("On which day"),
        help_text=_("The day of the month (20), of the week (2 to 7, or CN), or day and month (20/11)."),
    )  # fmt: skip
    own_days = forms.IntegerField(required=False, min_value=0, max_value=400, label=_("Days"))
    own_unit = forms.ChoiceField(
        choices=[("working_day", _("working days")), ("day", _("days"))],
        required=False,
        label=_("Counted as"),
    )
    own_direction = forms.ChoiceField(
        choices=[("before", _("before")), ("after", _("after"))], required=False, label=_("Before or after")
    )
    own_anchor = InsideField(
        max_length=100, required=False, label=_("Which day each unit chooses"),
        help_text=_("For example: the day of the congress. Each unit writes its own day, and its last day follows from it."),
    )  # fmt: skip
    rule = InsideField(max_length=200, required=False, label=_("Another rule, in words"))
    keep_as_history = forms.BooleanField(required=False, label=_("Keep as history: no reminder, nobody late"))
    source = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, steps: list[tuple[Any, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if steps is not None:
            self.fields["step"].widget = forms.Select(choices=[("", "—"), *steps])
        self.fields["what"].widget.attrs["rows"] = lines_of(self["what"].value(), least=1)

    @property
    def has_rule(self) -> bool:
        """Something is said for want of a fixed day; then that part of the form stands open."""
        names = ("repeat_every", "repeat_on", "own_days", "own_anchor", "rule")
        return any(self[name].value() or self[name].errors for name in names)

    def clean(self) -> dict[str, Any]:
        """`repeats` and `relative` come out as `campaigns.due` reckons with them."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["repeats"], values["relative"] = "", None
        if values.get("repeat_every"):
            values["repeats"] = rule_of(values["repeat_every"], values.get("repeat_on") or "")
            if not values["repeats"]:
                self.add_error("repeat_on", _("Write the day on which it comes again, for example 20."))
        elif values.get("own_anchor"):
            if values.get("own_days") is None:
                self.add_error("own_days", _("Write how many days, for example 15."))
            else:
                values["relative"] = {
                    "direction": values.get("own_direction") or "before", "days": values["own_days"],
                    "unit": values.get("own_unit") or "working_day", "anchor": values["own_anchor"],
                }  # fmt: skip
        if not values.get("rule"):
            values["rule"] = rule_in_words(values["repeats"] or None, values["relative"])[:200]
        return values


StepFormSet = formset_factory(StepForm, extra=2, max_num=60, absolute_max=60)
ByHandStepFormSet = formset_factory(StepForm, extra=4, max_num=60, absolute_max=60)
DeadlineFormSet = formset_factory(DeadlineForm, extra=2, max_num=30, absolute_max=30)


def step_choices(steps: BaseFormSet[StepForm]) -> list[tuple[Any, str]]:
    """The steps as a deadline names them: number and first words."""
    found: list[tuple[Any, str]] = []
    for number, form in enumerate(steps.forms, 1):
        words = Truncator(str(form["text"].value() or "").strip()).chars(70)
        label = gettext("Step %(n)d: %(words)s") if words else gettext("Step %(n)d (new)")
        found.append((number, label % {"n": number, "words": words}))
    return found
