"""A certificate for the web on loopback, made when it is wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path


def make(folder: Path, *names: str) -> tuple[Path, Path]:
    """Write an authority's certificate, and a chain for ``names`` that it signed with its key (PEM files)."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = _signed("Authority of the bench", authority_key, authority_key, ())
    key = ec.generate_private_key(ec.SECP256R1())
    signed = _signed("Web of the bench", key, authority_key, names)
    trusted, chain = folder / "authority.pem", folder / "chain.pem"
    trusted.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    return trusted, chain


def _signed(
    subject: str,
    key: ec.EllipticCurvePrivateKey,
    authority_key: ec.EllipticCurvePrivateKey,
    names: tuple[str, ...],
) -> x509.Certificate:
    """A certificate of a host with these names, without names that of the authority itself."""
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name("Authority of the bench"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
    )
    if names:
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        made = made.add_extension(alternatives, critical=False)
    return made.sign(authority_key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
