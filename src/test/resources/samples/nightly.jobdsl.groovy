freeStyleJob('nightly-backup') {
    triggers {
        cron('H 2 * * *')
    }
    steps {
        obshellBuildStep {
            operation {
                obshellBackup {
                    cluster('prod')
                    tenant('tenant1')
                    ifBackupRunning('wait')
                    timeout('8h')
                }
            }
        }
    }
}
