from tests.conftest import Clinic
def test_build(clinic: Clinic) -> None:
    ran = clinic.handouts("build")
    assert ran.code == 0, ran
    assert clinic.pdfs() == ["en/short.standard.a4.pdf", "es/short.standard.a4.pdf"]
