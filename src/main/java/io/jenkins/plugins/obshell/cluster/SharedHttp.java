package io.jenkins.plugins.obshell.cluster;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.okhttp.api.JenkinsOkHttpClient;
import java.net.Proxy;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.security.ImpersonatingExecutorService;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * What all calls of this controller share: threads and connections, one set for configured clusters and one for endpoints
 * that jobs name, TLS clients, and what is known about the endpoints.
 */
@Extension
public final class SharedHttp {

    private static final int CALLS = 64;
    private static final int CALLS_PER_HOST = 5;
    private static final int IDLE_SECONDS = 30;
    private static final int IDLE_CONNECTIONS = 256;
    private static final int DIRECTORIES = 256;

    private final Map<Known, EndpointDirectory> directories = new LinkedHashMap<>(16, 0.75f, true);
    private final Lane ofClusters = new Lane();
    private final Lane ofJobs = new Lane();

    /** Who chose the endpoints. Hosts of jobs that hang must not block calls to configured clusters. */
    enum Origin {
        CONFIGURATION,
        JOB
    }

    /**
     * The key of an endpoint directory. A cluster that trusts fewer authorities must not use keys that came through others.
     *
     * @param endpoints   the endpoints
     * @param authorities the authorities that must have issued their certificates
     * @param useProxy    whether they are asked through the proxy
     */
    private record Known(List<Endpoint> endpoints, List<X509Certificate> authorities, boolean useProxy) {}

    /** {@return the one of this controller} */
    static SharedHttp get() {
        return ExtensionList.lookupSingleton(SharedHttp.class);
    }

    /**
     * @param cluster a checked cluster
     * @param trust   the certificates and keys to trust
     * @param origin  who chose the endpoints
     * @return a transport, through the proxy of Jenkins if there is one and the cluster uses it
     */
    HttpTransport transport(ObshellCluster cluster, TransportTrust trust, Origin origin) {
        return new HttpTransport(
                (origin == Origin.JOB ? ofJobs : ofClusters).clients(cluster.isUseProxy()),
                trust,
                cluster.connectPatience(),
                cluster.callPatience(),
                Clock.systemUTC());
    }

    /**
     * @param cluster a checked cluster
     * @return what is known about its endpoints; the least recently used directories are dropped
     */
    synchronized EndpointDirectory directory(ObshellCluster cluster) {
        Known known = new Known(cluster.parsedEndpoints(), cluster.authorities(), cluster.isUseProxy());
        EndpointDirectory directory = directories.computeIfAbsent(known, key -> new EndpointDirectory(key.endpoints()));
        if (directories.size() > DIRECTORIES) {
            directories.remove(directories.keySet().iterator().next());
        }
        return directory;
    }

    /** Threads and connections. */
    private static final class Lane {

        private OkHttpClient client;
        private TlsClients proxied;
        private TlsClients direct;
        private boolean closed;

        synchronized TlsClients clients(boolean useProxy) {
            if (client == null) {
                ThreadFactory factory = new NamingThreadFactory(
                        new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), "obshell-http");
                client = bounded(
                        JenkinsOkHttpClient.newClientBuilder(new OkHttpClient()),
                        new ImpersonatingExecutorService(threads(factory), ACL.SYSTEM2));
                proxied = new TlsClients(client);
                direct =
                        new TlsClients(client.newBuilder().proxy(Proxy.NO_PROXY).build());
                if (closed) {
                    client.dispatcher().executorService().shutdown();
                }
            }
            return useProxy ? proxied : direct;
        }

        synchronized void close() {
            closed = true;
            if (client != null) {
                client.dispatcher().cancelAll();
                client.dispatcher().executorService().shutdown();
                client.connectionPool().evictAll();
            }
        }
    }

    /** A client that bounds the calls under way, in all and to one host, so that a host that hangs cannot block all. */
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
        ofClusters.close();
        ofJobs.close();
        directories.clear();
    }

    /** {@return a thread for each call under way; the dispatcher bounds their number} */
    static ExecutorService threads(ThreadFactory factory) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
    }
}
