package io.jenkins.plugins.obshell.client.secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A character as a text writes it: as it is, or as JSON, a URL or HTML writes it.
 *
 * @param itself the character, two of Java's where Unicode counts one
 * @param length how many letters of the text it takes
 */
record WrittenCharacter(String itself, int length) {

    /** The longest form, a character of four bytes in a URL. */
    static final int LONGEST = 12;

    private static final Map<Character, String> SHORT_IN_JSON =
            Map.of('n', "\n", 'r', "\r", 't', "\t", 'b', "\b", 'f', "\f");
    private static final Map<String, String> NAMED_IN_HTML =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");
    private static final Pattern IN_HTML = Pattern.compile("&(?:([a-z]{2,4})|#(?:(\\d{1,7})|[xX](\\p{XDigit}{1,6})));");

    /** {@return whether a form other than the character itself can begin with this letter} */
    static boolean mayBeginForm(char letter) {
        return letter == '%' || letter == '\\' || letter == '&' || letter == '+';
    }

    /** {@return all that a text can mean at a place} */
    static List<WrittenCharacter> at(String text, int place) {
        char letter = text.charAt(place);
        WrittenCharacter itself = new WrittenCharacter(String.valueOf(letter), 1);
        if (!mayBeginForm(letter)) {
            return List.of(itself);
        }
        List<WrittenCharacter> all = new ArrayList<>(2);
        all.add(itself);
        switch (letter) {
            case '+' -> all.add(new WrittenCharacter(" ", 1));
            case '%' -> addOfUrl(all, text, place);
            case '\\' -> addOfJson(all, text, place);
            default -> addOfHtml(all, text, place);
        }
        return all;
    }

    private static void addOfUrl(List<WrittenCharacter> all, String text, int place) {
        int first = hex(text, place + 1, 2);
        int bytes = first < 0 ? 0 : first < 0x80 ? 1 : Integer.numberOfLeadingZeros(~(first << 24));
        if (bytes == 0 || bytes > 4) {
            return;
        }
        byte[] encoded = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            int at = place + 3 * i;
            int value = at < text.length() && text.charAt(at) == '%' ? hex(text, at + 1, 2) : -1;
            if (value < 0) {
                return;
            }
            encoded[i] = (byte) value;
        }
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(encoded))
                    .toString();
            all.add(new WrittenCharacter(decoded, 3 * bytes));
        } catch (CharacterCodingException e) {
            // Bytes that mean no character hide none.
            return;
        }
    }

    private static void addOfJson(List<WrittenCharacter> all, String text, int place) {
        if (place + 1 == text.length()) {
            return;
        }
        char kind = text.charAt(place + 1);
        if (SHORT_IN_JSON.containsKey(kind)) {
            all.add(new WrittenCharacter(SHORT_IN_JSON.get(kind), 2));
        } else if ("\"\\/'".indexOf(kind) >= 0) {
            all.add(new WrittenCharacter(String.valueOf(kind), 2));
        } else if (kind == 'u' || kind == 'x') {
            int digits = kind == 'u' ? 4 : 2;
            int value = hex(text, place + 2, digits);
            if (value >= 0) {
                all.add(new WrittenCharacter(String.valueOf((char) value), 2 + digits));
            }
        }
    }

    private static void addOfHtml(List<WrittenCharacter> all, String text, int place) {
        Matcher entity = IN_HTML.matcher(text).region(place, Math.min(text.length(), place + LONGEST));
        if (!entity.lookingAt()) {
            return;
        }
        if (entity.group(1) != null) {
            String named = NAMED_IN_HTML.get(entity.group(1));
            if (named != null) {
                all.add(new WrittenCharacter(named, entity.end() - place));
            }
            return;
        }
        int value = entity.group(2) != null ? Integer.parseInt(entity.group(2)) : Integer.parseInt(entity.group(3), 16);
        if (Character.isValidCodePoint(value)) {
            all.add(new WrittenCharacter(Character.toString(value), entity.end() - place));
        }
    }

    /** {@return the value of so many hexadecimal digits, or -1 where they are none} */
    private static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0 || text.charAt(i) > 'f') {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
