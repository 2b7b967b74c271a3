package hudson.util;

import central.declarations.Declared;
import java.util.concurrent.ThreadFactory;

public class DaemonThreadFactory implements ThreadFactory {

    @Override
    public Thread newThread(Runnable r) {
        return Declared.answer();
    }
}
