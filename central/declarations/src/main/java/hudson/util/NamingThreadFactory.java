package hudson.util;

import central.declarations.Declared;
import java.util.concurrent.ThreadFactory;

public final class NamingThreadFactory implements ThreadFactory {

    public NamingThreadFactory(ThreadFactory delegate, String name) {}

    @Override
    public Thread newThread(Runnable r) {
        return Declared.answer();
    }
}
