"""Every text of a campaign's pages refuses what lies outside the boundary, and says why."""

import uuid

import pytest

from nhipcau.campaigns import forms
from nhipcau.stories.desk_forms import ReasonForm

OUTSIDE = "Danh sách đoàn viên có quan điểm sai trái"
ORDINARY = "Danh sách đoàn viên có hoàn cảnh khó khăn"
TEXTS = [
    (forms.StepForm, "text"), (forms.StepForm, "details"), (forms.StepForm, "responsible"), (forms.DeadlineForm, "what"),
    (forms.DeadlineForm, "rule"), (forms.LegalGroundForm, "legal_ground"), (forms.CallForm, "said_by"), (forms.HelpForm, "sentence"),
    (forms.AnswerForm, "answer"), (forms.ReturnForm, "reason"), (ReasonForm, "reason"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "name"), TEXTS, ids=lambda value: getattr(value, "__name__", value))
def test_a_text_outside_the_boundary_is_refused_and_an_ordinary_one_passes(form, name):
    def errors(text):
        return form({name: text, "submit_key": uuid.uuid4(), "hand_in": "confirm"}).errors.get(name)

    assert OUTSIDE in str(errors(OUTSIDE))
    assert not errors(ORDINARY)


@pytest.mark.parametrize("name", ["Số lượt thích", "Tôn giáo", "Số đoàn viên đã chia sẻ bài viết"])
def test_no_number_is_asked_for_of_beliefs_or_reactions(name):
    def errors(asks):
        return forms.StepForm({"text": "Báo cáo", "asks": asks, "hand_in": "numbers"}).errors.get("asks")

    assert name in str(errors(f"Số đoàn viên\n{name}"))
    assert not errors("Số đoàn viên\nSố lượt khám bệnh")
