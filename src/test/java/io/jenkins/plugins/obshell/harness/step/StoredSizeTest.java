package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A backup that waits leaves little on the disk of the controller. */
class StoredSizeTest extends UnfinishedBackup {

    private static final int MOST = 4 * 1024;
    private static final Pattern RECORD = Pattern.compile(
            "<(io\\.jenkins\\.plugins\\.obshell\\.build\\.ObshellRunAction)\\b.*?</\\1>", Pattern.DOTALL);
    private static final String WAITING =
            "obshellBackup cluster: 'prod', tenant: 'tenant1', mode: 'full', cancelOnAbort: true";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void theBuildKeepsAtMostFourKibibytesOfAWaitingBackup() throws Throwable {
        sessions.then(j -> {
            WorkflowRun run = start(j, WAITING);
            Path record = run.getRootDir().toPath().resolve("build.xml");
            Eventually.holds(() -> size(record) > 0);

            assertTrue(size(record) <= MOST, size(record) + " bytes of build.xml");
            run.doKill();
        });
    }

    @Test
    void thePipelineGrowsByAtMostFourKibibytesForAWaitingBackup() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            WorkflowRun idle = SimulatedJenkins.startUntil(
                    j, SimulatedJenkins.pipeline(j, "idle", "echo 'Started DAG'; sleep 3600"), "Started DAG");
            WorkflowRun waiting = SimulatedJenkins.startUntil(
                    j, SimulatedJenkins.pipeline(j, "waiting", "echo 'Begun'; " + WAITING), "Started DAG");
            Eventually.holds(() -> programSize(idle) > 0 && programSize(waiting) > 0);

            long growth = programSize(waiting) - programSize(idle);
            assertTrue(growth <= MOST, growth + " bytes of program.dat");
            idle.doKill();
            waiting.doKill();
        });
    }

    private static int size(Path record) throws Exception {
        Matcher found = RECORD.matcher(Files.readString(record));
        return found.find() ? found.group().getBytes(StandardCharsets.UTF_8).length : 0;
    }

    private static long programSize(WorkflowRun run) throws Exception {
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            Path program = files.filter(file -> file.endsWith("program.dat"))
                    .findFirst()
                    .orElse(null);
            return program == null ? 0 : Files.size(program);
        }
    }
}
