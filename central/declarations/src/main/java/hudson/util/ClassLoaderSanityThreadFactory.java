package hudson.util;

import java.util.concurrent.ThreadFactory;

public class ClassLoaderSanityThreadFactory implements ThreadFactory {

    public ClassLoaderSanityThreadFactory(ThreadFactory delegate) {}

    @Override
    public Thread newThread(Runnable r) {
        throw new UnsupportedOperationException();
    }
}
