package io.jenkins.plugins.obshell.simulator;

import io.jenkins.plugins.obshell.simulator.fault.GarbledPort;
import io.jenkins.plugins.obshell.simulator.http.AgentDispatcher;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.PromptSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockWebServer;

/** One obshell of a cluster, on its own port. */
public final class SimulatedObshell {

    private final SimulatedCluster cluster;
    private final int index;
    private final SSLSocketFactory tls;
    private final boolean clientCertificates;
    private MockWebServer server;
    private AgentDispatcher dispatcher;
    private GarbledPort garbled;
    private Socket kept;
    private volatile int port;
    private volatile KeyPair keyPair;
    private volatile Identity identity = Identity.CLUSTER_AGENT;
    private volatile Duration clockOffset = Duration.ZERO;

    SimulatedObshell(
            SimulatedCluster cluster,
            int index,
            int port,
            KeyPair keyPair,
            SSLSocketFactory tls,
            boolean clientCertificates) {
        this.cluster = cluster;
        this.index = index;
        this.port = port;
        this.keyPair = keyPair;
        this.tls = tls;
        this.clientCertificates = clientCertificates;
    }

    /** Its place in the cluster, from 0. */
    public int index() {
        return index;
    }

    /** Its port, the same as long as the cluster lives. */
    public int port() {
        return port;
    }

    /** Its address, like {@code http://127.0.0.1:2886}. */
    public String endpoint() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port();
    }

    /** Opens its port. Does nothing when it is open. */
    public synchronized SimulatedObshell start() {
        garbleNoLonger();
        if (server == null) {
            MockWebServer opened = new MockWebServer();
            opened.setServerSocketFactory(new PromptSockets());
            AgentDispatcher answering = new AgentDispatcher(cluster, index, opened);
            opened.setDispatcher(answering);
            if (tls != null) {
                opened.useHttps(tls);
                if (clientCertificates) {
                    opened.requireClientAuth();
                }
            }
            try {
                opened.start(InetAddress.getByName("127.0.0.1"), port);
            } catch (IOException e) {
                throw new UncheckedIOException("Port " + port + " cannot be opened", e);
            } finally {
                leavePort();
            }
            port = opened.getPort();
            server = opened;
            dispatcher = answering;
        }
        return this;
    }

    /** Closes its port: connections are refused, and open ones are closed. What the cluster does goes on. */
    public synchronized void stop() {
        garbleNoLonger();
        if (server != null) {
            dispatcher.holdNoLonger();
            server.close();
            server = null;
            keepPort();
        }
    }

    /** Something else has its port, and answers every connection with bytes that are neither HTTP nor TLS; start ends it. */
    public synchronized void garble() {
        stop();
        garbled = new GarbledPort(port);
        leavePort();
    }

    private void garbleNoLonger() {
        if (garbled != null) {
            garbled.close();
            garbled = null;
            keepPort();
        }
    }

    synchronized void close() {
        stop();
        leavePort();
    }

    /** Holds the port without listening, so that nobody else can take it meanwhile. */
    private void keepPort() {
        kept = new Socket();
        try {
            kept.setReuseAddress(true);
            kept.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " cannot be kept", e);
        }
    }

    private void leavePort() {
        if (kept != null) {
            try {
                kept.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Port " + port + " cannot be left", e);
            }
            kept = null;
        }
    }

    /** Changes what it is in the cluster. */
    public void setIdentity(Identity newIdentity) {
        identity = newIdentity;
    }

    /** What it is in the cluster. */
    public Identity identity() {
        return identity;
    }

    /** Draws a new key, as an upgrade does. */
    public void newKey(int bits) {
        setKeyPair(KeyPairs.draw(bits));
    }

    /** Takes another key. */
    public void setKeyPair(KeyPair pair) {
        keyPair = pair;
    }

    /** Its key. */
    public KeyPair keyPair() {
        return keyPair;
    }

    /** Puts its own clock before (negative) or after the clock of the cluster. */
    public void setClockOffset(Duration offset) {
        clockOffset = offset;
    }

    Instant now(Instant clusterTime) {
        return clusterTime.plus(clockOffset);
    }

    void forgetChanges(KeyPair pair) {
        keyPair = pair;
        identity = Identity.CLUSTER_AGENT;
        clockOffset = Duration.ZERO;
    }
}
