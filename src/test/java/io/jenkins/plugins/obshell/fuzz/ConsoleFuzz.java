package io.jenkins.plugins.obshell.fuzz;

import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Whatever obshell says, as it comes to the console; an input is its words. */
public final class ConsoleFuzz {

    private static final Pattern FORGES_A_LINE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");
    private static final Pattern KEY = Pattern.compile("(?i)\\baccess_key=(?!\\*\\*\\*\\*)[^&\\s'\"]");

    private ConsoleFuzz() {}

    /** Puts one text on a line, in a refusal, and in the log and the comment of a failure. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        checkLine(PlainText.line(text));
        checkLine(PlainText.excerpt(text));
        String line = PlainText.line(SecretMask.NONE.mask(text));
        checkLine(line);
        if (KEY.matcher(line).find()) {
            throw new AssertionError("An access key: " + line);
        }
        String quoted = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        PlayedOperation.play("b\np!400 OB.Backup.X " + quoted);
        PlayedOperation.play(
                "r\nd={\"id\":\"1234\",\"name\":\"Obcluster start full backup for tenant1\",\"stage\":3,\"max_stage\":4,"
                        + "\"state\":\"FAILED\",\"nodes\":[{\"name\":\"" + quoted + "\",\"state\":\"FAILED\","
                        + "\"sub_tasks\":[{\"name\":\"x\",\"state\":\"FAILED\",\"task_logs\":[\"" + quoted
                        + "\"]}]}]}");
        PlayedOperation.play("q\no={\"status\":{\"job_id\":\"7\",\"status\":\"FAILED\",\"comment\":\"" + quoted
                + "\",\"path\":\"" + quoted + "\"}}");
    }

    static void checkLine(String line) {
        if (FORGES_A_LINE.matcher(line).find()) {
            throw new AssertionError("Not plain text on one line: " + line);
        }
    }
}
