package io.jenkins.plugins.obshell.client.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * The ways in which a text can spell a secret: as it is, in JSON, in a URL or a form, in HTML, and in base64. Within one
 * spelling each character may be escaped or not, since encoders differ. Blanks and control characters in a row count as one,
 * since a log line may have one for many.
 */
final class Spellings {

    /** So much of a longer secret is searched for; the rest of the text goes with it. */
    private static final int MAX_LENGTH = 1024;

    /** A longer row of blanks in a text would be read again from each of its characters. */
    private static final int MAX_BLANKS = 4096;

    private static final int MIN_BASE64 = 6;
    private static final String BLANK = "[\\s\\p{Z}\\p{Cc}\\p{Cf}]";
    private static final Pattern BLANKS = Pattern.compile(BLANK + "+");
    private static final String BLANK_IN_JSON = "\\\\[nrtbf]|\\\\u(?i:00[01][0-9a-f]|0020|007f|202[89])";
    private static final String BLANK_IN_URL = "\\+|%(?i:[01][0-9a-f]|20|7f)";
    private static final String BLANK_IN_HTML = "&#(?:9|10|13|32|160|x(?i:0?[9ad]|20|a0));|&nbsp;";
    private static final Map<Integer, String> HTML_NAMES =
            Map.of((int) '&', "amp", (int) '<', "lt", (int) '>', "gt", (int) '"', "quot", (int) '\'', "apos");

    private Spellings() {}

    /** {@return a pattern for each spelling of a secret, which has more than blanks} */
    static List<Pattern> of(String secret) {
        // A trailing blank may be missing in the text, a leading one need not be found.
        String collapsed = BLANKS.matcher(secret).replaceAll(" ").stripLeading();
        List<Pattern> patterns = new ArrayList<>();
        patterns.add(pattern(collapsed, BLANK, Spellings::literal));
        patterns.add(pattern(collapsed, BLANK + "|" + BLANK_IN_JSON, Spellings::inJson));
        patterns.add(pattern(collapsed, BLANK + "|" + BLANK_IN_URL, Spellings::inUrl));
        patterns.add(pattern(collapsed, BLANK + "|" + BLANK_IN_HTML, Spellings::inHtml));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        byte[] start = Arrays.copyOf(bytes, Math.min(bytes.length, MAX_LENGTH));
        for (String letters : inBase64(start)) {
            patterns.add(Pattern.compile(Pattern.quote(letters) + rest(bytes.length)));
        }
        return patterns;
    }

    private static Pattern pattern(String secret, String blank, IntFunction<String> character) {
        int[] characters = secret.codePoints().limit(MAX_LENGTH).toArray();
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < characters.length; i++) {
            boolean isLast = i == characters.length - 1;
            regex.append(
                    characters[i] == ' '
                            ? "(?:" + blank + (isLast ? "){0," : "){1,") + MAX_BLANKS + "}+"
                            : character.apply(characters[i]));
        }
        return Pattern.compile(regex + rest(secret.length()));
    }

    private static String rest(int length) {
        return length > MAX_LENGTH ? "(?s:.*)" : "";
    }

    private static String literal(int c) {
        return Pattern.quote(Character.toString(c));
    }

    /** A backslash is always escaped, else a row of them could be read in many ways. */
    private static String inJson(int c) {
        StringBuilder escaped = new StringBuilder();
        for (char unit : Character.toChars(c)) {
            escaped.append(String.format(Locale.ROOT, "\\\\u(?i:%04x)", (int) unit));
        }
        String shortly = "\"'/\\".indexOf(c) >= 0 ? "|\\\\" + literal(c) : "";
        String itself = c == '\\' ? "" : "|" + literal(c);
        return "(?:" + escaped + shortly + itself + ")";
    }

    private static String inUrl(int c) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            escaped.append(String.format(Locale.ROOT, "%%(?i:%02x)", each));
        }
        return "(?:" + escaped + "|" + literal(c) + ")";
    }

    private static String inHtml(int c) {
        String numbered = String.format(Locale.ROOT, "&#(?:0*%d|x(?i:0*%x));", c, c);
        String named = HTML_NAMES.containsKey(c) ? "|&" + HTML_NAMES.get(c) + ";" : "";
        return "(?:" + numbered + named + "|" + literal(c) + ")";
    }

    /** The letters that base64 makes of these bytes alone, at each of the three offsets in something longer. */
    private static Set<String> inBase64(byte[] bytes) {
        Set<String> spellings = new LinkedHashSet<>();
        for (int offset = 0; offset < 3; offset++) {
            byte[] all = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, all, offset, bytes.length);
            int first = (offset * 8 + 5) / 6;
            String own = Base64.getEncoder().encodeToString(all).substring(first, all.length * 8 / 6);
            if (own.length() >= MIN_BASE64) {
                spellings.addAll(Arrays.asList(own, own.replace('+', '-').replace('/', '_')));
            }
        }
        return spellings;
    }
}
