"""The topics a new installation begins with: the ten neutral ones of circular 113. They are rows; a union may change them."""

from typing import Any

TOPICS = (
    ("hoat-dong-cong-doan", "Phong trào CNVCLĐ và hoạt động công đoàn các cấp"),
    ("bao-ve-quyen-loi", "Chăm lo, đại diện, bảo vệ quyền, lợi ích hợp pháp, chính đáng của người lao động"),
    ("phap-luat-lao-dong", "Tư vấn pháp luật, nghề nghiệp cho CNVCLĐ"),
    ("phuc-loi-doan-vien", "Chương trình phúc lợi cho đoàn viên, người lao động"),
    ("tu-thien-xa-hoi", "Hoạt động xã hội từ thiện"),
    ("chinh-sach", "Chủ trương, chính sách của Đảng, Nhà nước, tổ chức Công đoàn và địa phương"),
    ("thoi-su", "Các vấn đề thời sự"),
    ("guong-nguoi-tot-viec-tot", "Gương người tốt, cách làm hay của đoàn viên và các cấp công đoàn"),
    ("hiep-dinh-thuong-mai", "Hiệp định CPTPP, các hiệp định thương mại tự do thế hệ mới"),
    ("cong-nghiep-4-0", "Cuộc cách mạng công nghiệp 4.0"),
)


def lay_down(topic_model: Any) -> None:
    """Add the topics that are missing; what a union has changed stays as it is."""
    for position, (key, label) in enumerate(TOPICS, start=1):
        topic_model.objects.get_or_create(key=key, defaults={"label": label, "position": position})
