"""What stands in the place of a finding: the same in one package, and unlike any in another.

A pseudonym is `[RULE-XXXXXX]`, six digits in base 32 (RFC 4648) of an HMAC-SHA256 (RFC 2104) of
the rule and the value in its normal form, under the package's secret. It depends on nothing else:
not on the order of the texts, nor on what else is in them, nor on who asks twice. Without the
secret nobody can try values and compare; two packages have two secrets, so nothing links theirs.

Two values of one rule get the same pseudonym with a probability of 1 in 2^30. Among n values some
pair does with about n^2 / 2^31: for 100 values 1 in 215,000, for 1,000 1 in 2,150. Then two
things look like one; nothing is disclosed.
"""

import base64
import hmac

from selfaudit.core.export.redaction.finding import Finding
from selfaudit.core.export.redaction.view import DIGITS_OF_PSEUDONYM

SHORTEST_SECRET = 16
"""Bytes below which a secret could be guessed."""


class Pseudonyms:
    """Pseudonyms and kept keys of one package."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"a secret has at least {SHORTEST_SECRET} bytes")
        self._secret = secret

    def pseudonym(self, finding: Finding) -> str:
        """What is written in the place of a finding."""
        digits = base64.b32encode(self._hash("pseudonym", finding)).decode()
        return f"[{finding.rule.label}-{digits[:DIGITS_OF_PSEUDONYM]}]"

    def kept_key(self, finding: Finding) -> str:
        """What may be stored to leave this value, of this rule, wherever it stands: no value."""
        return self._hash("kept", finding).hex()

    def _hash(self, purpose: str, finding: Finding) -> bytes:
        # Lone surrogates are part of texts that were cut; they hash as what they are.
        value = finding.normal.encode("utf-8", "surrogatepass")
        label = f"{purpose}\0{finding.rule.value}\0".encode()
        return hmac.digest(self._secret, label + value, "sha256")
