package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.bench.SimulatorProcess;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.Journal;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.Phase;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Consumer;

/** A build that makes a backup and waits for it, without Jenkins. */
final class WaitingBackup implements OperationHost, TurnScheduler {

    private final Controller controller;
    private final String cluster;
    private final String tenant;
    private final OperationDriver driver = new OperationDriver(this, this);
    private volatile StoredOperation stored;

    WaitingBackup(Controller controller, String cluster, String tenant) {
        this.controller = controller;
        this.cluster = cluster;
        this.tenant = tenant;
        this.stored = new StoredOperation("1", "obshellBackup", cluster, tenant);
    }

    void begin() {
        driver.begin();
    }

    StoredOperation stored() {
        return stored;
    }

    /** {@return whether the backup itself has been observed} */
    boolean isFollowing() {
        StoredOperation last = stored;
        return last.state() != null
                && last.state().phase() == Phase.FOLLOWING
                && !last.state().backups().jobs().isEmpty();
    }

    @Override
    public String title() {
        return "Backup of " + tenant;
    }

    @Override
    public boolean isWaiting() {
        return true;
    }

    @Override
    public StoredOperation recall() {
        return stored;
    }

    @Override
    public void store(StoredOperation operation) {
        stored = operation;
    }

    @Override
    public Operation connect(Journal journal) {
        EndpointDirectory directory = controller.directory(cluster);
        HttpTransport transport = new HttpTransport(
                controller.http(),
                () -> TlsSettings.JAVA,
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Clock.systemUTC());
        ObshellClient client = new ObshellClient(
                transport,
                directory,
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, SimulatorProcess.PASSWORD),
                Locale.getDefault());
        Operation operation = new BackupOperation(
                new OperationContext(client, Clock.systemUTC(), journal, SecretSource.NONE, seen -> {}),
                new BackupRequestBuilder(tenant).timing(Timing.DEFAULT).build());
        return controller.counted(operation);
    }

    @Override
    public void offerCancel(Consumer<String> cancel) {}

    @Override
    public boolean hasMoved() {
        return false;
    }

    @Override
    public void print(List<String> lines) {
        controller.printed(lines);
    }

    @Override
    public void complete(Outcome outcome) {
        halt(outcome.message());
    }

    @Override
    public void fail(Throwable defect) {
        halt(defect.toString());
    }

    /** No backup may end during the measurement. */
    private void halt(String why) {
        System.err.println(tenant + " on " + cluster + ": " + why);
        Runtime.getRuntime().halt(1);
    }

    @Override
    public Duration spreadAfterRestart() {
        return Duration.ZERO;
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Duration wait) {
        return controller.schedule(task, wait);
    }

    @Override
    public ScheduledFuture<?> scheduleApart(Runnable task, Duration wait) {
        return controller.schedule(task, wait);
    }

    @Override
    public Executor threads() {
        return controller.threads();
    }

    @Override
    public boolean isClosing() {
        return false;
    }
}
