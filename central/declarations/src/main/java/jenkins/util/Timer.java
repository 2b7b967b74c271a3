package jenkins.util;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.concurrent.ScheduledExecutorService;

public class Timer {

    private Timer() {}

    @NonNull
    public static ScheduledExecutorService get() {
        return Declared.answer();
    }
}
