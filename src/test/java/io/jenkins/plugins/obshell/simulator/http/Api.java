package io.jenkins.plugins.obshell.simulator.http;

import io.jenkins.plugins.obshell.simulator.state.Agents;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Headers;

/** The API of one cluster: finds the route of a request, lets it through the gate and answers it. */
public final class Api {

    private static final String PREFIX = "/api/v1";
    private static final String TRACE_HEADER = "X-OBSHELL-Trace-ID";
    private static final String DASHBOARD =
            "<!DOCTYPE html><html><head><title>OBShell</title></head><body></body></html>";

    private final Agents agents;
    private final RequestGate gate;
    private final Envelope envelope;
    private final ServerVersion version;
    private final List<Route> routes;
    private final AtomicLong traces = new AtomicLong();

    public Api(Agents agents, Envelope envelope, ServerVersion version, List<Route> routes) {
        this.agents = agents;
        this.gate = new RequestGate(agents.passwords());
        this.envelope = envelope;
        this.version = version;
        this.routes = routes;
    }

    /** A request as it came. */
    record Raw(int agent, String method, String target, Headers headers, byte[] body) {

        String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }
    }

    /** A request after the gate: either it is refused with a reply, or it can be acted on. */
    record Admission(Route route, Exchange exchange, Envelope.Context context, Reply refusal, boolean authenticated) {

        static Admission refused(Reply reply) {
            return new Admission(null, null, null, reply, false);
        }

        String body() {
            return exchange == null ? "" : exchange.body();
        }
    }

    Admission admit(Raw raw) {
        Instant now = agents.now(raw.agent());
        Envelope.Context early = Envelope.Context.of(now, "", raw.headers());
        RequestGate.Header header;
        String body;
        try {
            header = gate.open(raw.headers(), agents.keyPair(raw.agent()));
            body = gate.body(header, raw.body());
        } catch (ObshellException e) {
            return Admission.refused(envelope.failure(e, early));
        } catch (IllegalStateException e) {
            return Admission.refused(envelope.panic(agents.startedAt(), now));
        }
        boolean status = raw.target().equals(PREFIX + "/status");
        Envelope.Context context = Envelope.Context.of(now, status ? "" : traceId(raw), raw.headers());
        return route(raw, header, body.isEmpty() ? "{}" : body, context);
    }

    private Admission route(Raw raw, RequestGate.Header header, String body, Envelope.Context context) {
        String[] parts = Query.decode(raw.path().replace("+", "%2B")).split("/", -1);
        for (Route route : routes) {
            Map<String, String> variables = route.match(raw.method(), parts);
            if (variables != null) {
                Exchange exchange = new Exchange(raw.agent(), variables, Query.of(raw.target()), body);
                return verified(raw, header, route, exchange, context);
            }
        }
        return Admission.refused(unknown(raw, parts, context));
    }

    private Admission verified(
            Raw raw, RequestGate.Header header, Route route, Exchange exchange, Envelope.Context context) {
        boolean needed = route.access() == Route.Access.VERIFIED;
        if (needed) {
            try {
                gate.verify(header, raw.target(), context.now(), raw.agent(), agents.identity(raw.agent()));
            } catch (ObshellException e) {
                return new Admission(route, exchange, context, envelope.failure(e, context), false);
            }
        }
        return new Admission(route, exchange, context, null, needed);
    }

    private Reply unknown(Raw raw, String[] parts, Envelope.Context context) {
        String[] shorter = Arrays.copyOf(parts, parts.length - 1);
        if (parts[parts.length - 1].isEmpty()
                && routes.stream().anyMatch(route -> route.match(raw.method(), shorter) != null)) {
            String location = raw.path().substring(0, raw.path().length() - 1)
                    + raw.target().substring(raw.path().length());
            return new Reply(
                    raw.method().equals("GET") ? 301 : 307,
                    "text/html; charset=utf-8",
                    "",
                    Map.of("Location", location));
        }
        if (raw.path().startsWith(PREFIX)) {
            return envelope.failure(ObshellException.of(ErrorCode.NOT_FOUND, "404 not found"), context);
        }
        return version.hasDashboard()
                ? Reply.html(200, DASHBOARD)
                : new Reply(404, "text/plain", "404 page not found", Map.of());
    }

    /** Does what the request asks for. The caller holds the monitor of the state, which is up to date. */
    Reply act(Admission admission) {
        if (admission.refusal() != null) {
            return admission.refusal();
        }
        try {
            return envelope.success(admission.route().handler().handle(admission.exchange()), admission.context());
        } catch (ObshellException e) {
            return envelope.failure(e, admission.context());
        } catch (IllegalStateException e) {
            return envelope.panic(agents.startedAt(), admission.context().now());
        }
    }

    Reply failure(Raw raw, int status, String errCode, String message) {
        Envelope.Context context = Envelope.Context.of(agents.now(raw.agent()), traceId(raw), raw.headers());
        return envelope.failure(status, errCode, message, context);
    }

    private String traceId(Raw raw) {
        String given = raw.headers().get(TRACE_HEADER);
        return given == null || given.isEmpty()
                ? String.format("%016x", traces.incrementAndGet() * 0x9E3779B97F4A7C15L)
                : given;
    }
}
