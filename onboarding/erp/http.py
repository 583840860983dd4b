"""A generic HTTP ERP: ``POST /vendors`` with an Idempotency-Key, ``GET /vendors?idempotency_key=...``.

The answer to both is JSON with ``id`` (or ``items``: a list of such objects for the search).
"""

from typing import Any

import httpx

from onboarding.conf import ErpConf
from onboarding.erp.base import ErpError, ErpVendor

RETRY = frozenset({408, 409, 423, 425, 429, 500, 502, 503, 504})
LONGEST_ANSWER = 1_000_000


class HttpAdapter:
    """Talks to any ERP or gateway that keeps the promise of idempotency keys."""

    name = "http"
    sandbox = False

    def __init__(self, settings: ErpConf) -> None:
        self.settings = settings

    def create(self, vendor: ErpVendor, key: str) -> str:
        answer = self._call("POST", key, json=self._body(vendor))
        found = answer.get("id")
        if not found:
            raise ErpError("erp_no_id", "The ERP answered without an id.", permanent=False, sent=True)
        return str(found)

    def find(self, key: str) -> str | None:
        try:
            answer = self._call("GET", key, params={"idempotency_key": key})
        except ErpError as error:
            if error.code == "erp_404":
                return None
            raise
        items = answer.get("items", [answer] if answer.get("id") else [])
        return str(items[0]["id"]) if items else None

    def _body(self, vendor: ErpVendor) -> dict[str, Any]:
        body = {
            "reference": vendor.reference,
            "name": vendor.name,
            "business_name": vendor.business_name,
            "classification": vendor.classification,
            "tin_type": vendor.tin_type,
            "tin_masked": vendor.tin_masked,
            "address": {
                "street": vendor.address,
                "city": vendor.city,
                "state": vendor.region,
                "zip": vendor.zip,
            },
            "email": vendor.email,
        }
        return {**body, "tin": vendor.tin} if self.settings.send_tin else body

    def _call(self, method: str, key: str, **arguments: Any) -> dict[str, Any]:
        headers = {"Idempotency-Key": key, "Authorization": f"Bearer {self.settings.token}"}
        try:
            with httpx.Client(timeout=self.settings.timeout, follow_redirects=False) as client:
                response = client.request(method, self.settings.url, headers=headers, **arguments)
        except httpx.ConnectError as error:
            raise ErpError(
                "erp_unreachable", "The ERP does not answer.", permanent=False, sent=False
            ) from error
        except httpx.HTTPError as error:
            text = "The ERP did not answer in time."
            raise ErpError("erp_no_answer", text, permanent=False, sent=True) from error
        return self._read(response)

    def _read(self, response: httpx.Response) -> dict[str, Any]:
        status = response.status_code
        if status >= 300:
            wait = response.headers.get("retry-after", "")
            raise ErpError(
                f"erp_{status}",
                f"The ERP answered with status {status}.",
                permanent=status not in RETRY,
                sent=status >= 500,
                wait=float(wait) if wait.isdigit() else 0.0,
            )
        try:
            answer = response.json() if len(response.content) <= LONGEST_ANSWER else None
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise ErpError("erp_rubbish", "The ERP's answer is not JSON.", permanent=False, sent=True)
        return answer
