package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.bench.SimulatorProcess;
import io.jenkins.plugins.obshell.bench.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A controller with many waiting builds of one cluster that ends, and one that takes them up again. */
final class RestartProcess {

    private static final int WATCHED_SECONDS = 45;

    private RestartProcess() {}

    /**
     * Says when all wait. After each line that it reads it restarts, first as the plugin does, then all at once, and
     * prints after how many seconds all had been answered again.
     *
     * @param arguments the endpoint, and how many builds
     */
    public static void main(String[] arguments) throws IOException {
        Controller before = new Controller(false);
        List<WaitingBackup> backups = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            WaitingBackup backup = new WaitingBackup(before, arguments[0], SimulatorProcess.tenant(i));
            backups.add(backup);
            backup.begin();
        }
        while (!backups.stream().allMatch(WaitingBackup::isFollowing)) {
            Usage.pause(0.2);
        }
        before.close();
        System.out.println("waiting");
        restart(backups, true);
        restart(backups, false);
        System.exit(0);
    }

    private static void restart(List<WaitingBackup> backups, boolean spreading) throws IOException {
        System.in.read();
        Controller after = new Controller(spreading);
        List<WaitingBackup> resumed =
                backups.stream().map(backup -> backup.on(after)).toList();
        long begin = System.nanoTime();
        resumed.forEach(WaitingBackup::resume);
        while (after.answers() < resumed.size()) {
            Usage.pause(0.05);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        Usage.pause(spreading ? WATCHED_SECONDS - seconds : 0);
        after.close();
        System.out.println(seconds);
    }
}
