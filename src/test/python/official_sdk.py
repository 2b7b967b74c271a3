"""Backs up a tenant of the simulated cluster with the official Python SDK.

The calls and values are those of the OceanBase manual, so this shows that the simulator speaks as the
SDK expects an obshell to speak. Exits with 0 only if the backup is COMPLETED.
"""

import argparse
import json
import sys

from obshell import ClientSet
from obshell.auth import PasswordAuth

TENANT = "tenant1"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, required=True, help="where the simulator listens on 127.0.0.1")
    arguments.add_argument("--password", required=True, help="the password of root@sys there")
    given = arguments.parse_args()

    obshell = ClientSet("127.0.0.1", given.port, PasswordAuth(given.password)).v1
    dag = obshell.post_tenant_backup_config_sync(
        TENANT,
        "file:///data/backup/tenant/data",
        "file:///data/backup/tenant/archive",
        log_archive_concurrency=50,
        ha_low_thread_score=18,
        piece_switch_interval="3d",
        archive_lag_target="1h",
        delete_policy="",
        delete_recovery_window="2d",
    )
    print(f"{dag.name}: {dag.state}")
    dag = obshell.start_tenant_backup_sync(TENANT, "full")
    print(f"{dag.name}: {dag.state}")

    backup = obshell.get_tenant_backup_overview(TENANT).status
    print(json.dumps(backup, indent=2))
    if backup["status"] != "COMPLETED":
        print(f"The backup is {backup['status']}, not COMPLETED.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
