package io.jenkins.plugins.obshell.simulator.fault;

import io.jenkins.plugins.obshell.simulator.http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.BufferedSink;
import okio.GzipSink;
import okio.Okio;

/**
 * What goes wrong with a request. Every action says whether the server acts on the request all the same;
 * {@link #acting()} and {@link #notActing()} change that.
 */
public final class FaultAction {

    private static final String BAD_GATEWAY =
            "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center>"
                    + "<hr><center>nginx</center></body></html>";
    private static final String PORTAL =
            "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>";
    private static final SocketEffect CLOSE = new SocketEffect.CloseSocket();

    private final String name;
    private final boolean acts;
    private final Duration late;
    private final CountDownLatch latch;
    private final BiFunction<Reply, Replies, MockResponse> distortion;

    private FaultAction(
            String name,
            boolean acts,
            Duration late,
            CountDownLatch latch,
            BiFunction<Reply, Replies, MockResponse> distortion) {
        this.name = name;
        this.acts = acts;
        this.late = late;
        this.latch = latch;
        this.distortion = distortion;
    }

    /** Makes envelopes for a request. */
    @FunctionalInterface
    public interface Replies {
        Reply failure(int status, String errCode, String message);
    }

    private static FaultAction of(String name, boolean acts, BiFunction<Reply, Replies, MockResponse> distortion) {
        return new FaultAction(name, acts, null, null, distortion);
    }

    private static MockResponse closed() {
        return new MockResponse.Builder().onResponseStart(CLOSE).build();
    }

    /** The connection is closed and nothing is done. (To have connections refused, stop the obshell.) */
    public static FaultAction reset() {
        return of("reset", false, (reply, replies) -> closed());
    }

    /** The server acts, and the connection is closed before a byte of the answer comes. */
    public static FaultAction loseAnswer() {
        return of("answer lost", true, (reply, replies) -> closed());
    }

    /** The connection is closed, and the server acts some time later. */
    public static FaultAction actLate(Duration delay) {
        return new FaultAction("acts late", true, delay, null, (reply, replies) -> closed());
    }

    /** The server acts and answers as ever, and something else happens before the answer arrives. */
    public static FaultAction meanwhile(Runnable something) {
        return of("meanwhile", true, (reply, replies) -> {
            something.run();
            return reply.response().build();
        });
    }

    /** The server acts, and answers with an unexpected error. */
    public static FaultAction errorAfterActing() {
        return of(
                "error after acting",
                true,
                (reply, replies) -> replies.failure(500, "Common.Unexpected", "Unexpected error: context canceled")
                        .response()
                        .build());
    }

    /** The server does nothing but answer with this error. */
    public static FaultAction error(int status, String errCode, String message) {
        return of(
                "error " + errCode,
                false,
                (reply, replies) ->
                        replies.failure(status, errCode, message).response().build());
    }

    /** This obshell does not know the task. */
    public static FaultAction taskNotFound() {
        return error(404, "Task.NotFound", "Task not found: record not found");
    }

    /** A proxy says 502 in HTML. */
    public static FaultAction badGateway() {
        return of(
                "bad gateway",
                false,
                (reply, replies) -> Reply.html(502, BAD_GATEWAY).response().build());
    }

    /** Something that is not obshell answers 200 with a page. */
    public static FaultAction html() {
        return of(
                "page",
                false,
                (reply, replies) -> Reply.html(200, PORTAL).response().build());
    }

    /** The server acts; the first half of its JSON arrives as if it were all. */
    public static FaultAction halfJson() {
        return of(
                "half an answer",
                true,
                (reply, replies) -> reply.withBody(
                                reply.body().substring(0, reply.body().length() / 2))
                        .response()
                        .build());
    }

    /** The server acts; the connection is closed in the middle of the answer. */
    public static FaultAction brokenTransfer() {
        return of(
                "broken transfer",
                true,
                (reply, replies) -> reply.response().onResponseBody(CLOSE).build());
    }

    /** The server acts; a 200 without a body arrives. */
    public static FaultAction empty() {
        return of("empty", true, (reply, replies) -> new MockResponse.Builder().build());
    }

    /** The server acts; JSON of another shape arrives. */
    public static FaultAction wrongShape() {
        return of(
                "wrong shape",
                true,
                (reply, replies) -> reply.withBody(
                                "{\"successful\":\"yes\",\"timestamp\":17,\"data\":[[1,2],{\"id\":{}}]}")
                        .response()
                        .build());
    }

    /** An answer of this many bytes, made while it is sent. */
    public static FaultAction enormous(long bytes) {
        return of(
                "enormous",
                false,
                (reply, replies) -> new MockResponse.Builder()
                        .setHeader("Content-Type", "application/json")
                        .setHeader("Content-Length", bytes)
                        .body(new Padding(bytes))
                        .build());
    }

    /** The same, squeezed by gzip into a thousandth on the wire. */
    public static FaultAction squeezed(long bytes) {
        return of("squeezed", false, (reply, replies) -> {
            Buffer wire = new Buffer();
            try (BufferedSink gzip = Okio.buffer(new GzipSink(wire))) {
                new Padding(bytes).writeTo(gzip);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new MockResponse.Builder()
                    .setHeader("Content-Type", "application/json")
                    .setHeader("Content-Encoding", "gzip")
                    .body(wire)
                    .build();
        });
    }

    /** The server does nothing but answer with this in the data of its envelope. */
    public static FaultAction data(String json) {
        return body(200, "{\"successful\":true,\"status\":200,\"traceId\":\"aa\",\"data\":" + json + "}");
    }

    /** Something answers with this status and body, a 204 too. */
    public static FaultAction body(int status, String body) {
        return of(
                "body",
                false,
                (reply, replies) ->
                        new MockResponse.Builder().code(status).body(body).build());
    }

    /** Something answers with this line in the place of a status. */
    public static FaultAction statusLine(String line) {
        return of(
                "status line",
                false,
                (reply, replies) -> new MockResponse.Builder().status(line).build());
    }

    /** The server acts; its answer has one more header, so long. */
    public static FaultAction longHeader(int length) {
        return of(
                "long header",
                true,
                (reply, replies) -> reply.response()
                        .addHeader("X-Padding", "x".repeat(length))
                        .build());
    }

    /** The server acts; before its answer come so many that say no more than that one will come. */
    public static FaultAction informational(int status, int count) {
        String information = "HTTP/1.1 " + status + " Wait\r\n\r\n";
        return of(
                "informational",
                true,
                (reply, replies) -> reply.response()
                        .status(information.repeat(count) + "HTTP/1.1 " + reply.status() + " Answer")
                        .build());
    }

    /** An answer whose first chunk has something so long beside its length. */
    public static FaultAction chunkExtension(long bytes) {
        return of(
                "chunk extension",
                false,
                (reply, replies) -> new MockResponse.Builder()
                        .body(new ChunkExtension(bytes))
                        .removeHeader("Content-Length")
                        .setHeader("Transfer-Encoding", "chunked")
                        .build());
    }

    /** The request is read and never answered. */
    public static FaultAction silence() {
        return of(
                "silence",
                false,
                (reply, replies) -> new MockResponse.Builder()
                        .onResponseStart(SocketEffect.Stall.INSTANCE)
                        .build());
    }

    /** The server acts; its answer comes a few bytes per period of real time. */
    public static FaultAction slow(long bytes, Duration period) {
        return of(
                "slow",
                true,
                (reply, replies) -> reply.response()
                        .throttleBody(bytes, period.toNanos(), TimeUnit.NANOSECONDS)
                        .build());
    }

    /** A redirection. */
    public static FaultAction redirect(String location) {
        return of(
                "redirect",
                false,
                (reply, replies) -> new MockResponse.Builder()
                        .code(302)
                        .setHeader("Location", location)
                        .build());
    }

    /** The server acts and answers well, but not before the latch is open or the obshell is stopped. */
    public static FaultAction hold(CountDownLatch latch) {
        return new FaultAction(
                "held", true, null, latch, (reply, replies) -> reply.response().build());
    }

    /** A proxy sends the request a second time; the answer to that one arrives. */
    public static FaultAction repeated() {
        return of("repeated", true, (reply, replies) -> reply.response().build());
    }

    /** The server acts and answers well, then closes the connection, without having said that it would. */
    public static FaultAction silentClose() {
        return of(
                "silent close",
                true,
                (reply, replies) -> reply.response().onResponseEnd(CLOSE).build());
    }

    /** Whether the server gets the request twice. */
    public boolean repeats() {
        return name.equals("repeated");
    }

    /** The same action, and the server acts on the request. */
    public FaultAction acting() {
        return new FaultAction(name, true, late, latch, distortion);
    }

    /** The same action, and the server does not act on the request; where its answer matters it is a 503 of a proxy. */
    public FaultAction notActing() {
        return new FaultAction(name, false, late, latch, distortion);
    }

    public String name() {
        return name;
    }

    public boolean acts() {
        return acts;
    }

    public Duration late() {
        return late;
    }

    public void waitForLatch(BooleanSupplier giveUp) throws InterruptedException {
        while (latch != null && !giveUp.getAsBoolean()) {
            if (latch.await(20, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    public MockResponse distort(Reply reply, Replies replies) {
        Reply whole = reply == null ? Reply.html(503, "<html><body>Service Unavailable</body></html>") : reply;
        return distortion.apply(whole, replies);
    }

    /** JSON of a given length that is nowhere kept as a whole. */
    private record Padding(long bytes) implements MockResponseBody {

        private static final byte[] HEAD =
                "{\"successful\":true,\"status\":200,\"data\":{\"padding\":\"".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] TAIL = "\"}}".getBytes(StandardCharsets.US_ASCII);

        @Override
        public long getContentLength() {
            return bytes;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            byte[] piece = new byte[8192];
            Arrays.fill(piece, (byte) 'x');
            sink.write(HEAD);
            long rest = bytes - HEAD.length - TAIL.length;
            while (rest > 0) {
                int length = (int) Math.min(rest, piece.length);
                sink.write(piece, 0, length);
                rest -= length;
            }
            sink.write(TAIL);
            sink.flush();
        }
    }

    /** The length of a chunk, and what may stand beside it. */
    private record ChunkExtension(long bytes) implements MockResponseBody {

        @Override
        public long getContentLength() {
            return bytes;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            byte[] piece = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            sink.writeUtf8("1;");
            for (long written = 0; written < bytes; written += piece.length) {
                sink.write(piece);
            }
            sink.writeUtf8("\r\nx\r\n0\r\n\r\n");
            sink.flush();
        }
    }
}
