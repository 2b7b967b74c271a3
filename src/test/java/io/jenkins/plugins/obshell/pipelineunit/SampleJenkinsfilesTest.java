package io.jenkins.plugins.obshell.pipelineunit;

import static com.lesfurets.jenkins.unit.MethodSignature.method;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lesfurets.jenkins.unit.BasePipelineTest;
import com.lesfurets.jenkins.unit.MethodSignature;
import groovy.lang.Closure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Jenkinsfile of the documents runs and ends well against the simulator. */
class SampleJenkinsfilesTest {

    private static final Path SAMPLES = Path.of(System.getProperty("repository.root"))
            .resolve("src/test/resources/samples")
            .toAbsolutePath()
            .normalize();

    private final StepHost host = new StepHost();
    private final Pipelines pipelines = new Pipelines();

    /** What pipeline-unit wants to be a superclass. */
    private static final class Pipelines extends BasePipelineTest {}

    static List<String> jenkinsfiles() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".Jenkinsfile"))
                    .sorted()
                    .toList();
        }
    }

    @BeforeEach
    void bind() throws Exception {
        pipelines.setScriptRoots(SAMPLES.toUri().toString());
        pipelines.setScriptExtension("Jenkinsfile");
        pipelines.setUp();
        step("obshellBackupConfig", host::configure);
        step("obshellBackup", host::backUp);
        step("obshellBackupStatus", host::check);
        pipelines
                .getHelper()
                .registerAllowedMethod(
                        method("obshellRestoreDrill", Map.class, Closure.class), new Closure<Object>(this) {

                            private static final long serialVersionUID = 1;

                            @SuppressWarnings("unused")
                            public Object doCall(Map<String, ?> arguments, Closure<?> body) {
                                return host.drill(arguments, body::call);
                            }
                        });
        for (String block : List.of("pipeline", "stages", "steps", "triggers", "options", "post")) {
            on(method(block, Closure.class), SampleJenkinsfilesTest::run);
        }
        on(method("failure", Closure.class), ignored -> {});
        on(method("agent", Object.class), ignored -> {});
        on(method("cron", String.class), ignored -> {});
        on(method("disableConcurrentBuilds"), ignored -> {});
        pipelines
                .getHelper()
                .registerAllowedMethod(method("retry", Integer.class, Closure.class), new Closure<Object>(this) {

                    private static final long serialVersionUID = 1;

                    /** No sample fails, so its body is run once. */
                    @SuppressWarnings("unused")
                    public Object doCall(Integer count, Closure<?> body) {
                        return body.call();
                    }
                });
        on(method("parameters", List.class), ignored -> {});
        on(method("properties", List.class), ignored -> {});
        on(
                method("parallel", Map.class),
                branches -> ((Map<?, ?>) branches).values().forEach(SampleJenkinsfilesTest::run));
        pipelines.getBinding().setVariable("none", "none");
        pipelines.getBinding().setVariable("params", Map.of());
        pipelines
                .getBinding()
                .setVariable(
                        "env",
                        Map.of("OBSHELL_DRILL_TENANT", StepHost.SCRATCH_TENANT, "OBSHELL_DRILL_HOST", "10.0.0.1"));
    }

    @AfterEach
    void close() {
        host.close();
    }

    @ParameterizedTest
    @MethodSource("jenkinsfiles")
    void endsWell(String jenkinsfile) {
        pipelines.runScript(jenkinsfile);
        assertTrue(host.operations() > 0, "no step was called");
    }

    @Test
    void theNotificationOfAFailureSaysWhichBuild() {
        List<Map<?, ?>> mails = new ArrayList<>();
        on(method("failure", Closure.class), SampleJenkinsfilesTest::run);
        on(method("mail", Map.class), mail -> mails.add((Map<?, ?>) mail));
        pipelines.getBinding().setVariable("currentBuild", Map.of("fullDisplayName", "nightly #7"));
        pipelines.getBinding().setVariable("env", Map.of("BUILD_URL", "https://jenkins.example.com/job/nightly/7/"));

        pipelines.runScript("notify.Jenkinsfile");

        assertEquals(
                "No backup of tenant1: nightly #7", mails.get(0).get("subject").toString());
        assertEquals(
                "See https://jenkins.example.com/job/nightly/7/",
                mails.get(0).get("body").toString());
    }

    @Test
    void theRestorePointIsPrinted() {
        List<Object> printed = new ArrayList<>();
        on(method("echo", Object.class), printed::add);
        on(method("echo", String.class), printed::add);

        pipelines.runScript("restore-point.Jenkinsfile");

        String first = printed.get(0).toString();
        assertTrue(first.matches("To undo the migration, restore to SCN \\d{19} \\(2026-.*Z\\)"), first);
    }

    @Test
    void anArgumentThatNoStepHasWouldBeSeen() {
        Map<String, String> misspelt = Map.of("cluster", "prod", "tenannt", "tenant1");
        assertThrows(AssertionError.class, () -> host.backUp(misspelt));
    }

    @SuppressWarnings("unchecked")
    private void step(String name, Function<Map<String, ?>, Object> action) {
        Function<Object, Object> callback = arguments -> action.apply((Map<String, ?>) arguments);
        pipelines.getHelper().registerAllowedMethod(method(name, Map.class), callback);
    }

    private void on(MethodSignature called, Consumer<Object> action) {
        pipelines.getHelper().registerAllowedMethod(called, action);
    }

    private static void run(Object closure) {
        ((Closure<?>) closure).call();
    }
}
