"""Made-up people and units of the demo."""

from __future__ import annotations

FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đỗ", "Vũ", "Đặng", "Bùi", "Hồ", "Ngô", "Dương"]
MIDDLE = ["Thị Thanh", "Văn", "Hữu", "Thị Ngọc", "Minh", "Đức", "Thị Bích", "Quốc", "Thị Hồng", "Xuân"]
GIVEN = [
    "An",
    "Bình",
    "Cúc",
    "Dũng",
    "Đào",
    "Giang",
    "Hạnh",
    "Khánh",
    "Lan",
    "Mận",
    "Nga",
    "Oanh",
    "Phúc",
    "Quyên",
    "Sơn",
    "Trúc",
]

SCHOOLS = [
    "Diệu Cốc",
    "Lá Cọ",
    "Bãi Dâu",
    "Cầu Ngang",
    "Đồng Sim",
    "Hoa Gạo",
    "Sao Mai",
    "Suối Trúc",
    "Vườn Trầu",
    "Bến Đò",
]
COMPANIES = [
    "TNHH May Bến Lở", "Cổ phần Cơ khí Thạch Nham", "TNHH Bao bì Hồng Lĩnh", "TNHH Giày da Sông Biếc", "Cổ phần Gỗ Ba Làng",
    "TNHH Điện tử Ánh Sao", "Cổ phần Thủy sản Cửa Bạc", "TNHH Nhựa Tân Hoa Sữa", "Cổ phần Vận tải Bến Tre Vàng", "TNHH Dệt Hoa Gạo",
    "TNHH In Mực Tím", "Cổ phần Gạch Đồng Nung", "TNHH Thực phẩm Vườn Nhà", "TNHH Cơ điện Lạnh Phương Bắc", "Cổ phần Xây dựng Đá Xám",
    "TNHH Dịch vụ Vệ sinh Xanh", "TNHH Đồ chơi Chong Chóng", "Cổ phần Dược Lá Ngải", "TNHH Thương mại Ba Nụ", "TNHH Phụ tùng Vành Khuyên",
]  # fmt: skip
OFFICES = [
    "Trạm Y tế Gò Mây", "Trạm Y tế Hoa Sữa", "Trung tâm Văn hóa phường Hoa Sữa", "Ban Quản lý chợ Bến Đò", "Hợp tác xã Rau Đồng Sim",
    "Bưu cục Hoa Sữa", "Quỹ Tín dụng Hoa Sữa", "Xí nghiệp Công viên Cây xanh", "Đội Vệ sinh môi trường số 3", "Thư viện phường Hoa Sữa",
]  # fmt: skip


def units() -> list[tuple[str, str]]:
    """(name, code) of the sixty grassroots unions."""
    names = [f"Trường Mầm non {name}" for name in SCHOOLS]
    names += [f"Trường Tiểu học {name}" for name in SCHOOLS]
    names += [f"Trường THCS {name}" for name in SCHOOLS]
    names += [f"Công ty {name}" for name in COMPANIES]
    names += OFFICES
    return [(name, f"HS{n:02}") for n, name in enumerate(names, start=1)]


def person(n: int) -> str:
    """The n-th person's name."""
    return (
        f"{FAMILY[n % len(FAMILY)]} {MIDDLE[(n * 7) % len(MIDDLE)]} {GIVEN[(n * 5 + n // 16) % len(GIVEN)]}"
    )


def phone(n: int) -> str:
    """A number that no operator gives out."""
    return f"+849512{n + 81000:05}"
