package io.jenkins.plugins.obshell.cluster;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.security.ImpersonatingExecutorService;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** What all calls of this controller share: one HTTP client with its threads, and what is known of the endpoints. */
@Extension
public final class SharedHttp {

    private static final int THREADS = 16;
    private static final int THREADS_PER_HOST = 4;
    private static final int DIRECTORIES = 256;

    private final Map<List<Endpoint>, EndpointDirectory> directories = new LinkedHashMap<>(16, 0.75f, true);
    private OkHttpClient client;

    /** {@return the one of this controller} */
    static SharedHttp get() {
        return ExtensionList.lookupSingleton(SharedHttp.class);
    }

    /**
     * @param connectTimeout how long a connection may take to be accepted
     * @param callTimeout    how long a call may take in all
     * @return a way to send requests, through the proxy of Jenkins where it has one
     */
    HttpTransport transport(Duration connectTimeout, Duration callTimeout) {
        return new HttpTransport(client(), connectTimeout, callTimeout, Clock.systemUTC());
    }

    /** {@return what is known of these endpoints; the ones that were not asked for longest are forgotten} */
    synchronized EndpointDirectory directory(List<Endpoint> endpoints) {
        EndpointDirectory directory = directories.computeIfAbsent(endpoints, EndpointDirectory::new);
        if (directories.size() > DIRECTORIES) {
            directories.remove(directories.keySet().iterator().next());
        }
        return directory;
    }

    private synchronized OkHttpClient client() {
        if (client == null) {
            // A host that hangs holds a thread for every call to it; it must not hold them all.
            Dispatcher dispatcher = new Dispatcher(new ImpersonatingExecutorService(threads(), ACL.SYSTEM2));
            dispatcher.setMaxRequests(THREADS);
            dispatcher.setMaxRequestsPerHost(THREADS_PER_HOST);
            client = JenkinsOkHttpClient.newClientBuilder(new OkHttpClient())
                    .dispatcher(dispatcher)
                    .build();
        }
        return client;
    }

    /** Ends the threads and closes the connections, for good; Jenkins calls it when it goes down. */
    @Terminator
    public synchronized void close() {
        if (client != null) {
            client.dispatcher().cancelAll();
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
        directories.clear();
    }

    private static ExecutorService threads() {
        AtomicInteger count = new AtomicInteger();
        ThreadFactory factory = new ClassLoaderSanityThreadFactory(task -> {
            Thread thread = new Thread(task, "obshell-http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
