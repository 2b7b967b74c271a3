package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.DagView;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * One backup under faults, restarts and aborts that follow from a seed alone. A benign schedule holds only what a backup must
 * survive; any other may end red, but never wrongly green.
 */
final class RandomSchedule {

    private static final int MOST_TURNS = 4000;
    private static final Duration PATIENCE_FOR_PASSWORD = Duration.ofMinutes(2);

    /** Somebody else encrypts, so that nobody confuses whose backup is whose when all is over. */
    private static final String SOMEBODY_ELSES_PASSWORD = "somebody-elses";

    private static final List<String> NODES = List.of("Check destination", "Open archive log", "Start backup");

    private final SimulatedOperations simulated;
    private final Random random;
    private final boolean hasHistory;
    private final boolean benign;
    private final BackupScope scope;
    private final Timing timing;
    private final BackupRequest request;
    private final List<String> story = new ArrayList<>();
    private final Set<String> foreignJobs = new HashSet<>();
    private final Set<String> foreignDags = new HashSet<>();
    private final Set<String> cancelledByOthers = new HashSet<>();
    private final int calmTurns;
    private int ordersOfOperators;
    private boolean retried;
    private boolean cancelAsked;
    private boolean cancelSoon;
    private boolean overtaken;
    private Instant dagForgottenUntil;
    private int tenantsLeft = 2;
    private int turnsTaken;
    private int waitsForPassword = -1;
    private Duration watched = Duration.ZERO;
    private Duration watchedSinceCancel = Duration.ZERO;
    private Duration passwordRefusedFor = Duration.ZERO;
    private OperationState journaled;

    /**
     * @param simulated  the cluster; it is made as new
     * @param seed       what everything follows from
     * @param hasHistory whether its obshells list earlier backups
     */
    RandomSchedule(SimulatedOperations simulated, long seed, boolean hasHistory) {
        this.simulated = simulated;
        this.hasHistory = hasHistory;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
        this.benign = chance(35);
        simulated.reset();
        this.scope = chance(30) ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1");
        this.timing = timing();
        boolean configured = chance(75);
        if (configured || scope.isAllTenants()) {
            tenants().forEach(SimulatedTenant::configured);
        }
        this.request = request(configured);
        this.calmTurns = random.nextInt(4);
        prepare();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private Duration between(Duration least, Duration most) {
        long range = most.minus(least).toMillis();
        return least.plusMillis(range <= 0 ? 0 : random.nextLong(range));
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private List<SimulatedTenant> tenants() {
        return Stream.of("tenant1", "tenant2")
                .limit(tenantsLeft)
                .map(simulated.cluster::tenant)
                .toList();
    }

    private boolean isForeign(SimulatedTenant.BackupView backup) {
        return foreignJobs.contains(Long.toString(backup.jobId()))
                || backup.encryption().equals(SOMEBODY_ELSES_PASSWORD);
    }

    private boolean isForeign(String jobId) {
        return tenants().stream()
                .flatMap(tenant -> tenant.backups().stream())
                .anyMatch(backup -> Long.toString(backup.jobId()).equals(jobId) && isForeign(backup));
    }

    private static boolean isOver(SimulatedTenant.BackupView backup) {
        // An odd status can be that of a backup that goes on.
        return Set.of("COMPLETED", "FAILED", "CANCELED").contains(backup.status());
    }

    private Timing timing() {
        if (benign) {
            return new Timing(Duration.ofHours(6), Duration.ofSeconds(60), Duration.ofHours(4));
        }
        return new Timing(
                between(Duration.ofSeconds(20), Duration.ofHours(3)),
                between(Duration.ofSeconds(20), Duration.ofMinutes(2)),
                between(Duration.ZERO, Duration.ofMinutes(20)));
    }

    /** An obshell that cannot report its destinations keeps those that it has, so there they are the ones that are asked for. */
    private BackupSettings destinations() {
        String root = hasHistory ? "file:///backup" : "file:///data/backup/tenant1";
        return new BackupSettingsBuilder()
                .dataBaseUri(root + "/data")
                .archiveBaseUri(root + "/archive")
                .build();
    }

    private BackupRequest request(boolean configured) {
        ConfigurationRequest first = configured && chance(80) || scope.isAllTenants()
                ? null
                : new ConfigurationRequest(
                        scope,
                        destinations(),
                        chance(50) ? IfBackupRunning.FAIL : IfBackupRunning.WAIT,
                        chance(50),
                        false,
                        timing);
        IfBackupRunning ifRunning = benign
                ? IfBackupRunning.WAIT
                : any(List.of(IfBackupRunning.FAIL, IfBackupRunning.WAIT, IfBackupRunning.JOIN));
        return new BackupRequest(
                scope,
                chance(80) ? BackupMode.FULL : BackupMode.INCREMENTAL,
                chance(20),
                first,
                ifRunning,
                null,
                null,
                benign || chance(95),
                timing);
    }

    private void prepare() {
        if (chance(30)) {
            tenants().forEach(tenant -> tenant.nextBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1))));
            if (chance(50)) {
                startForeign();
            } else {
                startForeignByObshell();
            }
            advance(Duration.ofMinutes(random.nextInt(90) + 2));
            simulated.cluster.dags();
        }
        tenants().forEach(tenant -> tenant.nextBackup(plan()).everyBackup(plan()));
        if (!benign && chance(10)) {
            startForeign();
        }
        if (chance(20)) {
            simulated.controllerClock.advance(Duration.ofMinutes(random.nextInt(241) - 120));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            addFault();
        }
        // The DAG of a configuration is over in seconds; where only unfinished ones are listed a lost one is not found.
        boolean mayBeBlind = !benign || request.configuration() == null;
        if (chance(20) && mayBeBlind) {
            tell("this obshell does not list all DAGs");
            simulated
                    .cluster
                    .faults()
                    .add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/dags/ob"));
        }
        if (chance(15)) {
            maintain(".*/backup");
        }
        if (chance(40)) {
            FaultAction action = startFault();
            tell("a fault on the start");
            simulated
                    .cluster
                    .faults()
                    .add(FaultRule.of(action).on("POST", ".*/backup").once());
        }
        if (chance(10) && request.configuration() != null) {
            maintain(".*/backup/config");
        }
        if (!benign && chance(30)) {
            addCancelFault();
        }
        if (chance(15) && request.configuration() != null) {
            simulated
                    .cluster
                    .faults()
                    .add(FaultRule.of(startFault())
                            .on("POST", ".*/backup/config")
                            .once());
        }
    }

    /** Another maintenance task holds what is to be started; nothing is started meanwhile. */
    private void maintain(String path) {
        String errCode = any(List.of("OB.Cluster.UnderMaintenance", "OB.Tenant.UnderMaintenance"));
        Duration length = between(Duration.ofSeconds(1), Duration.ofMinutes(benign ? 20 : 60));
        tell(errCode + " on POST " + path + " for " + length);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(500, errCode, "later"))
                        .on("POST", path)
                        .lasting(length));
    }

    /** The order to cancel is lost, refused, or has no effect. */
    private void addCancelFault() {
        FaultAction action = any(List.of(
                FaultAction.loseAnswer(),
                FaultAction.reset(),
                FaultAction.errorAfterActing(),
                FaultAction.badGateway(),
                FaultAction.empty().notActing(),
                FaultAction.error(403, "OB.NoPrivilege", "no")));
        FaultRule rule = FaultRule.of(action);
        if (chance(50)) {
            rule.on("PATCH", ".*/backup");
        } else {
            rule.on("POST", ".*/task/dag/1\\d*");
        }
        tell("a fault on cancelling");
        simulated.cluster.faults().add(rule.times(random.nextInt(4) + 1));
    }

    private BackupPlan plan() {
        if (benign) {
            return BackupPlan.ordinary().withDuration(between(Duration.ofMinutes(25), Duration.ofMinutes(90)));
        }
        BackupPlan plan = BackupPlan.ordinary().withDuration(between(Duration.ofSeconds(1), Duration.ofMinutes(80)));
        int kind = random.nextInt(20);
        if (kind < 3) {
            plan = plan.failing();
        } else if (kind == 3) {
            plan = plan.canceled();
        } else if (kind == 4) {
            plan = plan.withEnd("ODD", 0, "");
        } else if (kind == 5) {
            plan = plan.withUnknownStatuses("ODD", "ODDER");
        } else if (kind == 6) {
            plan = plan.withFailure(StageFailure.of(any(NODES), "[X]: broken"));
        }
        return chance(15)
                ? plan.withRecordLate(between(Duration.ZERO, chance(50) ? Duration.ofMinutes(3) : Duration.ofHours(2)))
                : plan;
    }

    private FaultAction startFault() {
        List<FaultAction> acting = List.of(
                FaultAction.loseAnswer(),
                FaultAction.errorAfterActing(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.badGateway().acting(),
                FaultAction.actLate(Duration.ofSeconds(random.nextInt(31))));
        return benign || chance(70)
                ? any(acting)
                : any(List.of(
                        FaultAction.reset(),
                        FaultAction.badGateway(),
                        FaultAction.error(500, "Common.Unexpected", "no"),
                        FaultAction.error(400, "OB.Backup.X", "no"),
                        FaultAction.error(500, "OB.Cluster.UnderMaintenance", "later")));
    }

    private FaultAction readFault() {
        return any(List.of(
                FaultAction.reset(),
                FaultAction.badGateway(),
                FaultAction.html(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.wrongShape(),
                FaultAction.error(500, "Common.Unexpected", "no"),
                FaultAction.error(503, null, "starting")));
    }

    /** A jump takes up to half a minute of any patience, since a host can be that late. */
    private void jump() {
        boolean patience =
                dagForgottenUntil != null && simulated.clock.instant().isBefore(dagForgottenUntil);
        if (!benign || !patience) {
            Duration jump = Duration.ofMinutes(random.nextInt(121) - 60);
            tell("the controller's clock jumps by " + jump);
            simulated.controllerClock.advance(jump);
        }
    }

    /** A DAG that one obshell does not know is asked of the others; one that nobody knows is looked for a while. */
    private void forgetDag(OperationState state) {
        if (benign && (dagForgottenUntil != null || state.phase() != Phase.FOLLOWING)) {
            return;
        }
        FaultRule rule = FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/task/dag/1\\d*");
        if (chance(40)) {
            rule.onAgent(random.nextInt(3));
        }
        Duration most = benign ? Duration.ofSeconds(80) : Duration.ofMinutes(30);
        Duration length = between(Duration.ofSeconds(1), most);
        dagForgottenUntil = simulated.clock.instant().plus(length);
        rule.lasting(length);
        tell("a DAG that is not known");
        simulated.cluster.faults().add(rule);
    }

    private void addFault() {
        FaultAction action = readFault();
        FaultRule rule = FaultRule.of(action);
        String path = any(List.of(
                ".*", ".*/overview", ".*/unfinish", ".*/dags/ob", ".*/task/dag/1\\d*", ".*/secret", ".*/tasks"));
        rule.on("GET", path);
        if (chance(60)) {
            rule.onAgent(random.nextInt(3));
        }
        rule.from(simulated.clock.instant().plus(between(Duration.ZERO, Duration.ofMinutes(20))));
        if (chance(50)) {
            rule.times(random.nextInt(6) + 1);
        } else {
            rule.lasting(between(Duration.ofSeconds(1), benign ? Duration.ofMinutes(8) : Duration.ofMinutes(40)));
        }
        tell("fault on GET " + path);
        simulated.cluster.faults().add(rule);
    }

    private void tell(String what) {
        story.add(simulated.clock.instant() + " " + what);
    }

    private void advance(Duration duration) {
        simulated.clock.advance(duration);
        simulated.controllerClock.advance(duration);
    }

    private void startForeign() {
        startForeign(any(tenants()));
    }

    private void startForeign(SimulatedTenant tenant) {
        if (tenant.backups().stream().allMatch(RandomSchedule::isOver)) {
            BackupPlan plan =
                    BackupPlan.ordinary().withDuration(between(Duration.ofSeconds(1), Duration.ofMinutes(80)));
            long job = tenant.startForeignBackup(chance(30) ? plan.failing() : plan);
            foreignJobs.add(Long.toString(job));
            tell("somebody else begins job " + job + " of " + tenant.name());
        }
    }

    private boolean oursHaveBegun() {
        return tenants().stream()
                .limit(scope.isAllTenants() ? 2 : 1)
                .allMatch(tenant -> tenant.backups().stream().anyMatch(backup -> !isForeign(backup)));
    }

    /** The controller sleeps until what it follows is over, and meanwhile somebody else makes a backup. */
    private void overtake() {
        for (int minutes = 0; minutes < 300 && !tenants().stream().allMatch(RandomSchedule::isIdle); minutes++) {
            pass(Duration.ofMinutes(1), Duration.ZERO);
        }
        tell("the controller slept until all backups were over");
        overtaken = true;
        tenants().forEach(this::startForeign);
    }

    private static boolean isIdle(SimulatedTenant tenant) {
        return tenant.backups().stream().allMatch(RandomSchedule::isOver);
    }

    /** Somebody else starts the same in the same way, while the DAG of a start that did arrive is looked for. */
    private void startTheSame() {
        try {
            foreignDags.add(simulated
                    .operatorsClient()
                    .startBackup(scope, new BackupStart(request.mode().word(), null, SOMEBODY_ELSES_PASSWORD))
                    .join()
                    .id());
            tell("somebody else starts the same: DAGs " + foreignDags);
        } catch (CompletionException e) {
            tell("somebody else could not start the same");
        }
    }

    private List<ReceivedRequest> starts() {
        return simulated.cluster.requests().matching("POST", ".*/backup").stream()
                .filter(start -> !start.body().contains(SOMEBODY_ELSES_PASSWORD))
                .toList();
    }

    /** What is not there yet cannot be told from what somebody else begins meanwhile. */
    private boolean hasOursArrived() {
        return starts().stream().anyMatch(start -> start.acted() && !"acts late".equals(start.fault()));
    }

    /** Somebody else makes the same backup in the same way, so that its DAG has the name that ours will have. */
    private void startForeignByObshell() {
        SimulatedTenant tenant = any(tenants()).configured();
        simulated
                .operatorsClient()
                .startBackup(
                        BackupScope.tenant(tenant.name()),
                        new BackupStart(request.mode().word(), null, SOMEBODY_ELSES_PASSWORD))
                .join();
        // The job begins in a later stage of the DAG.
        advance(Duration.ofMinutes(1));
        tell("somebody else begins a backup of " + tenant.name() + " by obshell");
        simulated.cluster.requests().clear();
    }

    /** Plays it; an error tells a broken rule. */
    void play() {
        OperationState state = operation().begin();
        Operation operation = operation();
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            if (turns >= calmTurns) {
                happen(state);
            }
            if (chance(15)) {
                operation = operation();
            }
            if (!benign && !cancelAsked && (cancelSoon || chance(2))) {
                if (chance(20)) {
                    ended(operation.abandon(state), state);
                    return;
                }
                tell("asked to cancel in " + state.phase());
                state = operation.cancel(state);
                cancelAsked = true;
            }
            journaled = null;
            Turn turn = operation.advance(state).join();
            turnsTaken++;
            if (chance(4) && !turn.isOver() && !(benign && isRefused(turn))) {
                tell("killed after a turn in " + state.phase());
                state = OperationState.fromJson((journaled == null ? state : journaled).toJson());
                operation = operation();
                pass(Duration.ofSeconds(random.nextInt(benign ? 40 : 400)), Duration.ZERO);
                continue;
            }
            state = OperationState.fromJson(turn.state().toJson());
            check(
                    state.toJson().length() <= 6000,
                    "A state of " + state.toJson().length() + " characters");
            if (turn.isOver()) {
                ended(turn.outcome(), state);
                check(
                        operation()
                                .advance(state)
                                .join()
                                .outcome()
                                .message()
                                .equals(turn.outcome().message()),
                        "An operation that was over gave another end");
                return;
            }
            check(turn.pause().compareTo(Duration.ofMillis(100)) >= 0, "A pause of " + turn.pause());
            checkProgress(turn);
            checkPassword(state, turn.pause());
            pass(turn.pause(), turn.pause());
        }
        throw broken("Not over after " + MOST_TURNS + " turns: " + state.toJson());
    }

    /** Killed before it could store that its start was refused, nobody can tell any more. */
    private boolean isRefused(Turn turn) {
        OperationState state =
                turn.state().phase() == Phase.CONFIGURING ? turn.state().configuration() : turn.state();
        return journaled != null && state.phase() == Phase.NEW;
    }

    private void pass(Duration duration, Duration watching) {
        advance(duration);
        watched = watched.plus(watching);
        if (cancelAsked) {
            watchedSinceCancel = watchedSinceCancel.plus(watching);
        }
    }

    private Operation operation() {
        ObshellClient client = simulated.client();
        return new BackupOperation(simulated.context(client, state -> journaled = state, SecretSource.NONE), request);
    }

    /** Something that happens between two turns. */
    private void happen(OperationState state) {
        if (waitsForPassword >= 0 && waitsForPassword-- == 0) {
            simulated.setPassword("changed-password");
        }
        if (!chance(25)) {
            return;
        }
        int what = random.nextInt(benign ? 8 : 17);
        switch (what) {
            case 0 -> {
                tell("an obshell stops");
                simulated.cluster.agent(random.nextInt(3)).stop();
            }
            case 1, 2 -> {
                tell("all obshells run");
                for (int i = 0; i < 3; i++) {
                    simulated.cluster.agent(i).start();
                }
            }
            case 3 -> simulated.cluster.agent(random.nextInt(3)).setKeyPair(simulated.anotherKey(random.nextInt(6)));
            case 4 -> addFault();
            case 5 -> jump();
            case 6 -> forgetDag(state);
            case 7 -> {
                // Who has no history cannot tell, once the overview shows another backup, how the one before ended.
                boolean survives = hasHistory && oursHaveBegun();
                if ((survives || !benign) && state.dag() != null && !overtaken && chance(20)) {
                    overtake();
                }
            }
            case 8 -> {
                Duration sleep = between(Duration.ofMinutes(1), Duration.ofHours(chance(20) ? 24 : 2));
                tell("the controller sleeps for " + sleep);
                pass(sleep, Duration.ZERO);
            }
            case 9 ->
                simulated.cluster.agent(random.nextInt(3)).setClockOffset(Duration.ofMinutes(random.nextInt(121) - 60));
            case 10 -> {
                if (state.phase() != Phase.CONFIGURING) {
                    startForeign();
                    cancelSoon = chance(20);
                }
            }
            case 11 -> {
                SimulatedTenant tenant = any(tenants());
                tell("somebody cancels what runs of " + tenant.name());
                tenant.backups().forEach(backup -> cancelledByOthers.add(Long.toString(backup.jobId())));
                tenant.cancelBackup();
            }
            case 12 -> operate();
            case 13 -> {
                if (state.phase() == Phase.STARTING && state.dag() == null && hasOursArrived()) {
                    startTheSame();
                }
            }
            case 14 -> {
                if (scope.isAllTenants() && state.backups().jobs().size() == 2 && chance(30)) {
                    tell("tenant2 is dropped");
                    simulated.cluster.dropTenant("tenant2");
                    tenantsLeft = 1;
                }
            }
            case 15 ->
                simulated
                        .cluster
                        .agent(random.nextInt(3))
                        .setIdentity(chance(70) ? Identity.CLUSTER_AGENT : Identity.SINGLE);
            default -> {
                if (chance(20) && waitsForPassword < 0) {
                    tell("the password changes");
                    simulated.cluster.changeRootPassword("changed-password");
                    waitsForPassword = chance(30) ? Integer.MAX_VALUE : random.nextInt(12);
                }
            }
        }
    }

    private void operate() {
        List<DagView> dags = simulated.cluster.dags();
        if (dags.isEmpty()) {
            return;
        }
        DagView dag = any(dags);
        DagOperator operator = any(List.of(DagOperator.values()));
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).start();
        }
        ordersOfOperators++;
        try {
            simulated.operatorsClient().operate(dag.id(), operator).join();
            tell("an operator gives DAG " + dag.id() + " (" + dag.state() + ") " + operator);
            retried |= operator == DagOperator.RETRY;
        } catch (CompletionException e) {
            tell("an operator could not give DAG " + dag.id() + " " + operator);
        }
    }

    private void ended(Outcome outcome, OperationState state) {
        tell(outcome.verdict() + ": " + outcome.message());
        tell("the last state: " + state.toJson());
        tenants().forEach(tenant -> tell(tenant.name() + " has " + tenant.backups()));
        if (Boolean.getBoolean("obshell.schedules.tell")) {
            System.out.println((benign ? "benign " : "") + outcome.verdict() + " "
                    + simulated.cluster.requests().size() + " " + outcome.message());
        }
        check(!outcome.message().isBlank(), "An end without a reason");
        check(!outcome.message().contains("  "), "A message with a gap: " + outcome.message());
        check(
                cancelAsked
                        || outcome.verdict() != Verdict.ABORTED
                        || outcome.message().startsWith("Aborted"),
                "Aborted unasked");
        checkStarts();
        checkDeadline();
        checkWhatIsToldOfTenants(outcome, state);
        checkLeftRunning(outcome, state);
        checkTurns();
        if (outcome.verdict() == Verdict.SUCCESS) {
            checkGreen(outcome, state);
        }
        check(!benign || outcome.verdict() == Verdict.SUCCESS, "Red for what must be survived: " + outcome.message());
        checkCancelled();
    }

    private void checkStarts() {
        List<ReceivedRequest> starts = starts();
        for (int i = 0; i < starts.size() - 1; i++) {
            ReceivedRequest start = starts.get(i);
            boolean refused = start.fault() == null && start.status() >= 400
                    || start.fault() != null
                            && start.fault()
                                    .matches("error (OB\\.Backup\\.X|OB\\.(Cluster|Tenant)\\.UnderMaintenance)");
            check(refused, "A second start though the first may have arrived: " + starts);
        }
        for (SimulatedTenant tenant : tenants()) {
            long ours = tenant.backups().stream()
                    .filter(backup -> !isForeign(backup))
                    .count();
            check(ours <= (retried ? 2 : 1), ours + " backups of " + tenant.name());
        }
    }

    private void checkDeadline() {
        Duration most = timing.timeout().plus(timing.pollInterval()).plusMinutes(3);
        check(cancelAsked || watched.compareTo(most) <= 0, "Watched for " + watched + ", more than " + most);
        check(watchedSinceCancel.compareTo(Duration.ofSeconds(22)) <= 0, "Cancelled for " + watchedSinceCancel);
    }

    private void checkGreen(Outcome outcome, OperationState state) {
        if (!request.awaitEnd()) {
            return;
        }
        List<TenantBackup> tenants = outcome.result().tenants();
        check(tenants.size() == (scope.isAllTenants() ? 2 : 1), "Green with " + tenants.size() + " tenants");
        for (TenantBackup backup : tenants) {
            String status = tenants().stream()
                    .flatMap(tenant -> tenant.backups().stream())
                    .filter(record -> Long.toString(record.jobId()).equals(backup.jobId()))
                    .map(SimulatedTenant.BackupView::status)
                    .findFirst()
                    .orElse("not there");
            check(status.equals("COMPLETED"), "Green though job " + backup.jobId() + " is " + status);
            check(
                    state.backups().joined() || !isForeign(backup.jobId()),
                    "Green for somebody else's job " + backup.jobId());
        }
    }

    private void checkCancelled() {
        long orders = simulated.cluster.requests().count("POST", ".*/task/dag/.*");
        int patches = simulated.cluster.requests().count("PATCH", ".*/backup");
        check(cancelAsked || orders <= ordersOfOperators && patches == 0, "Cancelled unasked");
        for (SimulatedTenant tenant : tenants()) {
            for (SimulatedTenant.BackupView backup : tenant.backups()) {
                String job = Long.toString(backup.jobId());
                check(
                        !isForeign(backup)
                                || cancelledByOthers.contains(job)
                                || !backup.status().startsWith("CANCEL"),
                        "Somebody else's job " + job + " was cancelled");
            }
        }
    }

    /** What is told of a tenant is what OceanBase says of this backup's job, also where it is told to be red. */
    private void checkWhatIsToldOfTenants(Outcome outcome, OperationState state) {
        for (TenantBackup told : outcome.result().tenants()) {
            check(
                    state.backups().joined() || !isForeign(told.jobId()),
                    "Somebody else's job " + told.jobId() + " is told");
            tenants().stream()
                    .flatMap(tenant -> tenant.backups().stream())
                    .filter(backup -> Long.toString(backup.jobId()).equals(told.jobId()))
                    .filter(RandomSchedule::isOver)
                    .forEach(backup -> check(
                            backup.status().equals(told.status()),
                            "Job " + told.jobId() + " is " + backup.status() + ", not " + told.status()));
        }
        check(
                state.backups().joined() || state.dagId() == null || !foreignDags.contains(state.dagId()),
                "Somebody else's DAG " + state.dagId() + " was adopted");
    }

    /** Where a backup of this operation goes on, its end says how to find it. */
    private void checkLeftRunning(Outcome outcome, OperationState state) {
        boolean goesOn = tenants().stream()
                .flatMap(tenant -> tenant.backups().stream())
                .anyMatch(backup -> !isForeign(backup)
                        && !isOver(backup)
                        && !backup.status().startsWith("ODD"));
        boolean told = Stream.of("obshellBackupStatus", "may still be running", "(job ", "backup history on the server")
                .anyMatch(outcome.message()::contains);
        check(
                !goesOn || told || retried || outcome.verdict() == Verdict.SUCCESS && !request.awaitEnd(),
                "Nothing is said of what goes on: " + outcome.message());
    }

    /** Once progress is told, the job that makes it is known, whatever the overview shows later. */
    private void checkProgress(Turn turn) {
        boolean told = turn.events().stream().anyMatch(ProgressEvent.BackupProgress.class::isInstance);
        check(!told || !turn.state().backups().jobs().isEmpty(), "Progress of a job that is not known");
    }

    private void checkPassword(OperationState state, Duration pause) {
        // While contact is lost nobody refuses the password, and it is the outage that is tolerated.
        if (state.contact().passwordRefusedAt() == null) {
            passwordRefusedFor = Duration.ZERO;
        } else if (state.contact().lostAt() == null) {
            passwordRefusedFor = passwordRefusedFor.plus(pause);
        }
        Duration most = PATIENCE_FOR_PASSWORD.plus(timing.pollInterval()).plusSeconds(10);
        check(passwordRefusedFor.compareTo(most) <= 0, "Waited " + passwordRefusedFor + " for a password");
    }

    /** How often it looked stays in proportion to how long it watched. */
    private void checkTurns() {
        long most = 300 + watched.toSeconds();
        check(turnsTaken <= most, turnsTaken + " turns in " + watched);
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            throw broken(rule);
        }
    }

    private AssertionError broken(String rule) {
        return new AssertionError(rule + "\n" + request + "\n" + String.join("\n", story));
    }
}
