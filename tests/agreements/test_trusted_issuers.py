"""The roots that the portal trusts come from the file or folder that the setting names, and only there."""

import pytest
from signing_lab import authority

from agreements.signing.roots import RootsFault
from agreements.trusted_issuers import trusted_issuers


def names():
    return [root.subject.native["common_name"] for root in trusted_issuers()]


def test_nobody_is_trusted_until_somebody_is_named(settings):
    assert settings.SIGNATURE_TRUST_ROOTS == ""
    assert trusted_issuers() == ()


def test_a_file(settings, tmp_path):
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path / "rot.pem")
    (tmp_path / "rot.pem").write_bytes(authority().pem)
    assert names() == ["Provutfärdaren"]


def test_a_folder(settings, tmp_path):
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path)
    (tmp_path / "b.crt").write_bytes(authority().pem)
    (tmp_path / "a.pem").write_bytes(authority("Främlingen").pem)
    (tmp_path / "läsmig.txt").write_text("hej", encoding="utf-8")
    assert names() == ["Främlingen", "Provutfärdaren"]


def test_a_file_without_certificates_is_a_fault(settings, tmp_path):
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path / "rot.pem")
    (tmp_path / "rot.pem").write_text("hej", encoding="utf-8")
    with pytest.raises(RootsFault):
        trusted_issuers()


def test_a_file_that_is_not_there_is_a_fault(settings, tmp_path):
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path / "finns-inte.pem")
    with pytest.raises(OSError, match="finns-inte"):
        trusted_issuers()
