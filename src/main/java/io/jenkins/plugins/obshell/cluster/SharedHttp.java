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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.security.ImpersonatingExecutorService;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** What all calls of this controller share: one HTTP client with its threads, and what is known of the endpoints. */
@Extension
public final class SharedHttp {

    private static final int CALLS = 16;
    private static final int CALLS_PER_HOST = 4;
    private static final int IDLE_CONNECTIONS = 256;
    private static final int DIRECTORIES = 256;

    private final Map<List<Endpoint>, EndpointDirectory> directories = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<List<Duration>, HttpTransport> transports = new HashMap<>();
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
    synchronized HttpTransport transport(Duration connectTimeout, Duration callTimeout) {
        OkHttpClient base = client();
        return transports.computeIfAbsent(
                List.of(connectTimeout, callTimeout),
                patience -> new HttpTransport(base, patience.get(0), patience.get(1), Clock.systemUTC()));
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
            ThreadFactory factory = new ClassLoaderSanityThreadFactory(new HttpThreads());
            client = bounded(
                    JenkinsOkHttpClient.newClientBuilder(new OkHttpClient()),
                    new ImpersonatingExecutorService(threads(factory), ACL.SYSTEM2));
        }
        return client;
    }

    /** A client with a bound to the calls under way; a host that hangs holds a thread for every call to it, but not all. */
    static OkHttpClient bounded(OkHttpClient.Builder builder, ExecutorService threads) {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(CALLS);
        dispatcher.setMaxRequestsPerHost(CALLS_PER_HOST);
        return builder.dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .build();
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

    /** As many threads as calls are under way, which the dispatcher bounds. */
    static ExecutorService threads(ThreadFactory factory) {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }

    /** Makes daemon threads with a name of their own. */
    static final class HttpThreads implements ThreadFactory {

        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Thread newThread(Runnable task) {
            Thread thread = new Thread(task, "obshell-http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        }
    }
}
