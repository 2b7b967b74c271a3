package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorMainTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws InterruptedException {
        return SimulatorMain.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new CountDownLatch(0),
                arguments);
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void itPrintsItsEndpointsAndThatItIsASimulation() throws Exception {
        int first = freePort();
        int second = freePort();
        assertEquals(
                0,
                run(
                        "--ports",
                        first + "," + second,
                        "--password",
                        "secret",
                        "--tenants",
                        "alpha,beta",
                        "--server-version",
                        "4.2.5.0",
                        "--speed",
                        "120"));
        String printed = out.toString(StandardCharsets.UTF_8);
        assertTrue(printed.contains("A simulation of obshell 4.2.5.0"), printed);
        assertTrue(printed.contains("http://127.0.0.1:" + first), printed);
        assertTrue(printed.contains("http://127.0.0.1:" + second), printed);
        assertTrue(printed.contains("alpha, beta"), printed);
        assertTrue(!printed.contains("secret"), printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--speed 60|--password is missing",
                "--password|--password needs a value",
                "--port 1|Unknown option: --port",
                "--password a --password b|--password is given twice",
                "--password a --ports 2886,x|--ports: not a port: x",
                "--password a --ports 70000|--ports: not a port: 70000",
                "--password a --ports 1,1|--ports names a port twice: 1,1",
                "--password a --speed 0|--speed must be above 0: 0",
                "--password a --speed fast|--speed: not a number: fast",
                "--password a --tenants sys|--tenants: not the name of a user tenant: 'sys'",
                "--password a --tenants a,,b|--tenants: not the name of a user tenant: ''",
                "--password a --key-bits 768|--key-bits must be 512, 1024 or 2048: 768",
                "--password a --minutes-of tenant9=3|--minutes-of: not a tenant, = and a number: 'tenant9=3'",
                "--password a --minutes-of tenant1=soon|--minutes-of: not a number: soon",
                "--password a --failing-stages tenant1=5|--failing-stages: not a stage from 1 to 4: 5",
                "--password a --server-version new|Not a version of obshell: new"
            })
    void aWrongCommandLineIsToldAndNothingStarts(String line, String message) throws Exception {
        assertEquals(2, run(line.split(" ")));
        assertEquals(
                message,
                err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("--agent-password"));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aPortThatIsTakenIsTold() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEquals(1, run("--password", "a", "--ports", String.valueOf(taken.getLocalPort())));
            assertTrue(err.toString(StandardCharsets.UTF_8).contains(String.valueOf(taken.getLocalPort())));
        }
    }

    @Test
    void helpIsShown() throws Exception {
        assertEquals(0, run("--help"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("--ports"));
    }
}
