package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Limits the bytes that are received for one call. OkHttp limits headers, but neither the number of 1xx responses nor the
 * extensions of a chunk. It reads a whole call on one thread, so the count is kept by thread.
 */
public final class MeteredSockets extends SocketFactory implements Interceptor {

    /** The largest response that is read, 4 MiB unpacked, and what HTTP adds to it. */
    private static final long MOST_BYTES = 5L * 1024 * 1024;

    private final ThreadLocal<Meter> meters = new ThreadLocal<>();

    /** More bytes were received than any response takes. */
    public static final class ResponseTooLargeException extends IOException {

        private static final long serialVersionUID = 1;

        ResponseTooLargeException() {
            super(MOST_BYTES / (1024 * 1024) + " MiB");
        }
    }

    private static final class Meter {
        private long read;

        void count(long bytes) throws IOException {
            read += Math.max(0, bytes);
            if (read > MOST_BYTES) {
                throw new ResponseTooLargeException();
            }
        }
    }

    @Override
    @NonNull
    public Response intercept(@NonNull Chain chain) throws IOException {
        meters.set(new Meter());
        return chain.proceed(chain.request());
    }

    @Override
    public Socket createSocket() {
        return new MeteredSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(InetAddress.getByName(host), port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host, port, null, 0);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        Socket socket = createSocket();
        socket.bind(new InetSocketAddress(localHost, localPort));
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @SuppressFBWarnings(
            value = "UNENCRYPTED_SOCKET",
            justification = "OkHttp adds TLS if the endpoint is https; plain http is allowed, with a warning.")
    private final class MeteredSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    count(read < 0 ? 0 : 1);
                    return read;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    count(read);
                    return read;
                }
            };
        }

        private void count(long bytes) throws IOException {
            Meter meter = meters.get();
            if (meter != null) {
                meter.count(bytes);
            }
        }
    }
}
