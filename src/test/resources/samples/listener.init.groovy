import hudson.ExtensionList
import io.jenkins.plugins.obshell.step.ObshellStepListener
import java.util.logging.Logger

def log = Logger.getLogger('backups')
ExtensionList.lookup(ObshellStepListener).add({ run, completion ->
    if (completion.step == 'obshellBackup') {
        log.info("${run} on ${completion.cluster}: ${completion.verdict}, ${completion.result}")
    }
} as ObshellStepListener)
