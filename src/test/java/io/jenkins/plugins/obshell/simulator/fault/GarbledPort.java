package io.jenkins.plugins.obshell.simulator.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A port that accepts every connection and answers whatever comes with bytes that are neither HTTP nor TLS. */
public final class GarbledPort implements AutoCloseable {

    private static final byte[] GARBAGE = "\u0016\u0003\u0007SSH-2.0-garbage\r\n\u0000\u0001\u0002\u0003\r\n\r\n"
            .repeat(8)
            .getBytes(StandardCharsets.ISO_8859_1);

    private static final int LONGEST_READ_MILLIS = 1000;

    private final ServerSocket server;
    private final Thread thread;

    /** Opens the port of 127.0.0.1. */
    public GarbledPort(int port) {
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        } catch (IOException e) {
            throw new UncheckedIOException("Port " + port + " cannot be opened", e);
        }
        thread = new Thread(this::serve, "garbled-port-" + port);
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(LONGEST_READ_MILLIS);
                socket.getInputStream().read(new byte[8192]);
                socket.getOutputStream().write(GARBAGE);
                socket.shutdownOutput();
            } catch (IOException e) {
                // Either the port is closed, which ends the loop, or one client went away, which concerns no other.
                continue;
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            thread.join();
        } catch (IOException e) {
            throw new UncheckedIOException("A port cannot be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
