"""Prints how many microseconds of processor time it takes the official Python SDK to seal one request.

The request is the one that the benchmark of the plugin seals, with a key of the same size.
"""

import base64
import time
from types import SimpleNamespace

from Crypto.PublicKey import RSA
from obshell.auth.password import PasswordAuthMethodV2

TIMES = 500
BODY = {
    "data_base_uri": "file:///data/backup/tenant/data",
    "archive_base_uri": "file:///data/backup/tenant/archive",
    "piece_switch_interval": "3d",
    "log_archive_concurrency": 50,
    "archive_lag_target": "1h",
    "ha_low_thread_score": 18,
    "delete_policy": {"policy": "", "recovery_window": "2d"},
}


def seal(method: PasswordAuthMethodV2) -> None:
    method.auth(
        SimpleNamespace(
            server="127.0.0.1:2886",
            protocol_options=None,
            original_data=None,
            data=BODY,
            task_type="obshell",
            url="http://127.0.0.1:2886/api/v1/tenant/tenant1/backup/config",
            headers={},
        )
    )


def main() -> None:
    method = PasswordAuthMethodV2("root-password", None, 60)
    method.check_identity = True
    public_key = RSA.generate(1024).public_key().export_key("DER")
    method.pk = base64.b64encode(public_key).decode()
    for _ in range(20):
        seal(method)
    begin = time.process_time()
    for _ in range(TIMES):
        seal(method)
    print((time.process_time() - begin) / TIMES * 1e6)


if __name__ == "__main__":
    main()
