"""Certificates made at start: one CA, and a certificate per host as good or as bad as is wanted."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world.site import Tls


class Authority:
    """A certificate authority. All its certificates share one key, so that making one is quick."""

    def __init__(self, name: str, issuer: Authority | None = None) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        signer = issuer or self
        usage = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        builder = _builder(self.name, signer.name, self.key, days=365)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(usage, critical=True)
        self.certificate = _sign(builder, signer)

    @property
    def pem(self) -> bytes:
        """The authority's own certificate."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def leaf_pem(self, *hosts: str, days: int = 90) -> bytes:
        """Key and certificate for a host or some; negative days make one that has ended so long ago."""
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
        builder = _builder(subject, self.name, self.key, days)
        names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
        builder = builder.add_extension(names, critical=False)
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        certificate = _sign(builder.add_extension(identifier, critical=False), self)
        return self._key_pem() + certificate.public_bytes(serialization.Encoding.PEM)

    def self_signed_pem(self, host: str) -> bytes:
        """Key and certificate for a host that vouches for itself."""
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
        builder = _builder(subject, subject, self.key, days=90)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return self._key_pem() + _sign(builder, self).public_bytes(serialization.Encoding.PEM)

    def _key_pem(self) -> bytes:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int
) -> x509.CertificateBuilder:
    end = datetime.now(UTC) + timedelta(days=days)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(end, datetime.now(UTC)) - timedelta(days=90))
        .not_valid_after(end)
        .add_extension(identifier, critical=False)
    )


def _sign(builder: x509.CertificateBuilder, authority: Authority) -> x509.Certificate:
    return builder.sign(authority.key, hashes.SHA256())


class Certificates:
    """The server side of TLS: one context per host and kind of certificate, made when asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._authority = Authority("World CA")
        self._between = Authority("World Intermediate CA", self._authority)
        self._stranger = Authority("Nobody's CA")
        self._contexts: dict[tuple[str, Tls], ssl.SSLContext] = {}
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self._authority.pem)

    def context(self, host: str, tls: Tls) -> ssl.SSLContext:
        """The context that answers handshakes for a host."""
        known = self._contexts.get((host, tls))
        if known is None:
            known = self._contexts[host, tls] = self._make(host, tls)
        return known

    def _make(self, host: str, tls: Tls) -> ssl.SSLContext:
        chain = self._folder / f"leaf-{len(self._contexts)}.pem"
        chain.write_bytes(self._pem(host, tls))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        return context

    def _pem(self, host: str, tls: Tls) -> bytes:
        match tls:
            case "expired":
                return self._authority.leaf_pem(host, days=-1)
            case "self-signed":
                return self._stranger.self_signed_pem(host)
            case "unknown-ca":
                return self._stranger.leaf_pem(host)
            case "incomplete":
                return self._between.leaf_pem(host)
            case "wrong-host":
                return self._authority.leaf_pem("somebody-else.example")
            case _:
                return self._authority.leaf_pem(host)
