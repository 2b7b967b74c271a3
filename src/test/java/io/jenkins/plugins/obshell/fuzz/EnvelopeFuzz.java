package io.jenkins.plugins.obshell.fuzz;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import okhttp3.Interceptor;

/** The envelope of every call; an input is the HTTP status in three digits, a byte of any kind, and the body. */
public final class EnvelopeFuzz {

    private static final BackupScope TENANT = BackupScope.tenant("tenant1");
    private static final int LONGEST_MESSAGE = 2000;
    private static final List<Function<ObshellClient, CompletableFuture<?>>> CALLS = List.of(
            ObshellClient::info,
            client -> client.fingerprint(client.directory().endpoints().get(0)),
            client -> client.clockOffset(client.directory().endpoints().get(0)),
            ObshellClient::unfinishedDags,
            ObshellClient::allDags,
            client -> client.dag("12", true),
            client -> client.overview(TENANT),
            client -> client.overview(BackupScope.ALL_TENANTS),
            client -> client.tasks("tenant1", 1, 50),
            client -> client.backupInfo("tenant1"),
            client -> client.archiveTasks("tenant1"),
            client -> client.storageConfig("tenant1"),
            client -> client.startBackup(TENANT, new BackupStart("full", null, null)),
            client -> client.cancelBackup(TENANT));

    private EnvelopeFuzz() {}

    /** Gives one answer to every call. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 4) {
            return;
        }
        String digits = new String(input, 0, 3, StandardCharsets.US_ASCII);
        int status = digits.matches("[2-5][0-9]{2}") ? Integer.parseInt(digits) : 200;
        byte[] body = Arrays.copyOfRange(input, 4, input.length);
        for (Function<ObshellClient, CompletableFuture<?>> call : CALLS) {
            ManualClock clock = new ManualClock();
            ScriptedObshell honest = new ScriptedObshell(Script.parse(""), clock);
            boolean[] keyGiven = {false};
            Interceptor hostile = chain -> {
                boolean forKey = chain.request().url().encodedPath().endsWith("/secret");
                byte[] given = forKey && !keyGiven[0] && call != CALLS.get(1)
                        ? honest.key().getBytes(StandardCharsets.UTF_8)
                        : body;
                keyGiven[0] |= forKey;
                return ScriptedObshell.response(chain.request(), given == body ? status : 200, given);
            };
            try {
                String.valueOf(
                        call.apply(ScriptedObshell.client(hostile, clock)).join());
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof ObshellException told)) {
                    throw e;
                }
                ConsoleFuzz.checkLine(told.getMessage());
                if (told.getMessage().length() > LONGEST_MESSAGE) {
                    throw new AssertionError("A message of " + told.getMessage().length() + " characters");
                }
            }
        }
    }
}
