package hudson.util;

import central.declarations.Declared;
import java.util.concurrent.ThreadFactory;

public class ClassLoaderSanityThreadFactory implements ThreadFactory {

    public ClassLoaderSanityThreadFactory(ThreadFactory delegate) {}

    @Override
    public Thread newThread(Runnable r) {
        return Declared.answer();
    }
}
