package io.jenkins.plugins.obshell.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;

/**
 * The encryption of requests that hold what obshell said or a person wrote; an input is a tenant's name, the id of a DAG and
 * the password of a backup. The other side must find in the header the very target of the request, and in the body the
 * password.
 */
public final class RequestFuzz {

    private static final KeyPair KEY = KeyPairs.draw(512);
    /** A longer id is taken neither from obshell nor from a person. */
    private static final int LONGEST_ID = 128;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RequestFuzz() {}

    /** Sends one text in three places. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (text.matches("\\.{0,2}")) {
            // Would lead to another route, and is refused.
            return;
        }
        if (text.length() <= LONGEST_ID) {
            send(text, 5, client -> client.dag(text, true).join());
        }
        send(text, 6, client -> client.tasks(text, 1, 50).join());
        send(
                text,
                5,
                client -> client.startBackup(BackupScope.tenant(text), new BackupStart("full", true, text))
                        .join());
    }

    private interface Call {
        void on(ObshellClient client);
    }

    private static void send(String text, int segments, Call call) {
        Receiver receiver = new Receiver(text, segments);
        call.on(ScriptedObshell.client(receiver, new ManualClock()));
        if (receiver.problem != null) {
            throw new AssertionError(receiver.problem);
        }
    }

    private static final class Receiver implements Interceptor {
        private final String text;
        private final int segments;
        private String problem;

        Receiver(String text, int segments) {
            this.text = text;
            this.segments = segments;
        }

        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            if (request.url().encodedPath().equals("/api/v1/secret")) {
                String key = "{\"public_key\":\"" + KeyPairs.publicKey(KEY) + "\"}";
                return answer(request, key);
            }
            try {
                problem = problem(request);
            } catch (GeneralSecurityException e) {
                problem = e.toString();
            }
            return answer(request, "{}");
        }

        private static Response answer(Request request, String data) {
            String body = "{\"successful\":true,\"status\":200,\"data\":" + data + "}";
            return ScriptedObshell.response(request, 200, body.getBytes(StandardCharsets.UTF_8));
        }

        private String problem(Request request) throws GeneralSecurityException, IOException {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, KEY.getPrivate());
            byte[] sealed = Base64.getDecoder().decode(request.header("X-OCS-Header"));
            ByteArrayOutputStream plain = new ByteArrayOutputStream();
            for (int from = 0; from < sealed.length; from += 64) {
                plain.writeBytes(rsa.doFinal(sealed, from, 64));
            }
            JsonNode header = JSON.readTree(plain.toByteArray());
            String query = request.url().encodedQuery();
            String target = request.url().encodedPath() + (query == null ? "" : "?" + query);
            if (!target.equals(header.path("uri").asText())) {
                return target + " is sealed as " + header.path("uri");
            }
            if (request.url().pathSize() != segments) {
                return "Another route: " + target;
            }
            if (request.method().equals("POST")) {
                byte[] keys = Base64.getDecoder().decode(header.path("keys").asText());
                Cipher aes = Cipher.getInstance("AES/CBC/PKCS5Padding");
                aes.init(Cipher.DECRYPT_MODE, new SecretKeySpec(keys, 0, 16, "AES"), new IvParameterSpec(keys, 16, 16));
                Buffer body = new Buffer();
                request.body().writeTo(body);
                JsonNode start = JSON.readTree(aes.doFinal(Base64.getDecoder().decode(body.readUtf8())));
                if (!text.equals(start.path("encryption").asText())) {
                    return "Another password";
                }
            }
            return null;
        }
    }
}
