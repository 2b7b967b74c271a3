package io.jenkins.plugins.obshell.simulator.http;

import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;

/** Answers the requests that come to one obshell. */
public final class AgentDispatcher extends Dispatcher {

    private final SimulatedCluster cluster;
    private final int agent;
    private final MockWebServer server;
    private volatile boolean stopping;

    public AgentDispatcher(SimulatedCluster cluster, int agent, MockWebServer server) {
        this.cluster = cluster;
        this.agent = agent;
        this.server = server;
    }

    /** Lets go of requests that a fault holds, since the server cannot stop before they end. */
    public void holdNoLonger() {
        stopping = true;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        // The server keeps requests until somebody takes them.
        server.takeRequest(0, TimeUnit.MILLISECONDS);
        ByteString body = request.getBody();
        Api.Raw raw = new Api.Raw(
                agent,
                request.getMethod(),
                request.getTarget(),
                request.getHeaders(),
                body == null ? new byte[0] : body.toByteArray());
        RequestLog log = cluster.requests();
        log.enter();
        try {
            return answer(raw, log);
        } finally {
            log.leave();
        }
    }

    private MockResponse answer(Api.Raw raw, RequestLog log) throws InterruptedException {
        Instant at;
        FaultAction fault;
        Reply reply = null;
        AtomicReference<ReceivedRequest> received = new AtomicReference<>();
        synchronized (cluster.monitor()) {
            at = cluster.state().catchUp();
            Api api = cluster.api();
            fault = cluster.faults().find(agent, raw.method(), raw.path(), at);
            Api.Admission admission = api.admit(raw);
            boolean acts = fault == null || fault.acts();
            if (fault != null && fault.late() != null) {
                cluster.state().timeline().at(at.plus(fault.late()), () -> {
                    Reply unheard = api.act(admission);
                    log.replace(received.get(), received.get().answered(unheard.status()));
                });
            } else if (acts) {
                if (fault != null && fault.repeats()) {
                    api.act(admission);
                }
                reply = api.act(admission);
            }
            received.set(new ReceivedRequest(
                    agent,
                    raw.method(),
                    raw.target(),
                    raw.body().length == 0 ? "" : admission.body(),
                    at,
                    admission.authenticated(),
                    acts && admission.refusal() == null,
                    reply == null ? 0 : reply.status(),
                    fault == null ? null : fault.name()));
            log.add(received.get());
        }
        Reply said = cluster.additions().to(reply);
        if (fault == null) {
            return said.response().build();
        }
        fault.waitForLatch(() -> stopping);
        return fault.distort(said, (status, errCode, message) -> cluster.api().failure(raw, status, errCode, message));
    }
}
