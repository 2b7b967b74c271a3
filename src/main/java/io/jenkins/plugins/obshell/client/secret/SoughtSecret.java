package io.jenkins.plugins.obshell.client.secret;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds one secret in a text, each of its characters in any form. All that the text can mean is followed at once, one bit for
 * each character of the secret, so that no text and no secret takes longer than its length. Blanks and control characters
 * in a row are like one, since a line of a log may have one for many.
 */
final class SoughtSecret {

    /** A part of a text. */
    record Span(int start, int end) {}

    /** Of a longer secret so much is sought; the rest follows, up to the end of the text at the worst. */
    static final int MOST_SOUGHT = 1024;

    private static final char GAP = ' ';

    private final Map<Character, BigInteger> places = new HashMap<>();
    private final BigInteger gaps;
    private final BigInteger afterGaps;
    private final char first;
    private final int length;
    private final boolean endsWithGap;
    private final boolean goesOn;

    /** @param secret more than blanks */
    SoughtSecret(String secret) {
        List<Character> characters = new ArrayList<>();
        boolean gap = false;
        int read = 0;
        while (read < secret.length() && characters.size() < MOST_SOUGHT) {
            char c = secret.charAt(read++);
            boolean again = isGap(c);
            if (!again) {
                if (gap && !characters.isEmpty()) {
                    characters.add(GAP);
                }
                characters.add(c);
            }
            gap = again;
        }
        goesOn = read < secret.length();
        endsWithGap = gap;
        length = characters.size();
        first = characters.get(0);
        for (int place = 0; place < length; place++) {
            places.merge(characters.get(place), BigInteger.ONE.shiftLeft(place), BigInteger::or);
        }
        gaps = places.getOrDefault(GAP, BigInteger.ZERO);
        afterGaps = gaps.shiftLeft(1);
    }

    /** What a log may make one blank of, or cut off at an end. */
    private static boolean isGap(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> Character.isWhitespace(c);
        };
    }

    /** {@return where the secret stands in a text, from the left, none over another} */
    List<Span> in(String text) {
        List<Span> found = new ArrayList<>();
        BigInteger[] reached = new BigInteger[WrittenCharacter.LONGEST + 1];
        Arrays.fill(reached, BigInteger.ZERO);
        int floor = 0;
        for (int place = 0; place < text.length(); place++) {
            BigInteger here = taken(reached, place);
            if (here.signum() == 0 && !mayBegin(text.charAt(place))) {
                continue;
            }
            BigInteger from = here.setBit(0);
            for (WrittenCharacter written : WrittenCharacter.at(text, place)) {
                int slot = (place + written.length()) % reached.length;
                reached[slot] = reached[slot].or(forward(from, written));
            }
            int end = end(reached, place);
            if (end > 0) {
                int start = start(text, floor, end);
                floor = goesOn ? text.length() : endsWithGap ? afterGap(text, end) : end;
                found.add(new Span(start, floor));
                Arrays.fill(reached, BigInteger.ZERO);
                place = floor - 1;
            }
        }
        return found;
    }

    private boolean mayBegin(char letter) {
        return letter == first || WrittenCharacter.mayBeginForm(letter);
    }

    private static BigInteger taken(BigInteger[] reached, int place) {
        int slot = place % reached.length;
        BigInteger here = reached[slot];
        reached[slot] = BigInteger.ZERO;
        return here;
    }

    /** Where the whole secret ends that has been read up to here, in its longest form, or 0. */
    private int end(BigInteger[] reached, int place) {
        for (int ahead = WrittenCharacter.LONGEST; ahead > 0; ahead--) {
            if (reached[(place + ahead) % reached.length].testBit(length)) {
                return place + ahead;
            }
        }
        return 0;
    }

    private BigInteger forward(BigInteger from, WrittenCharacter written) {
        BigInteger states = from;
        for (char c : written.itself().toCharArray()) {
            states = isGap(c)
                    ? states.and(gaps).shiftLeft(1).or(states.and(afterGaps))
                    : states.and(at(c)).shiftLeft(1);
        }
        return states;
    }

    private BigInteger backward(BigInteger to, WrittenCharacter written) {
        BigInteger states = to;
        for (int i = written.itself().length() - 1; i >= 0; i--) {
            char c = written.itself().charAt(i);
            BigInteger before = states.shiftRight(1);
            states = isGap(c) ? before.and(gaps).or(states.and(afterGaps)) : before.and(at(c));
        }
        return states;
    }

    private BigInteger at(char c) {
        return places.getOrDefault(c, BigInteger.ZERO);
    }

    /** Where the secret begins that ends here. */
    private int start(String text, int floor, int end) {
        BigInteger[] reached = new BigInteger[WrittenCharacter.LONGEST + 1];
        Arrays.fill(reached, BigInteger.ZERO);
        reached[end % reached.length] = BigInteger.ONE.shiftLeft(length);
        for (int place = end - 1; place > floor; place--) {
            BigInteger here = BigInteger.ZERO;
            for (WrittenCharacter written : WrittenCharacter.at(text, place)) {
                int next = place + written.length();
                here = next > end ? here : here.or(backward(reached[next % reached.length], written));
            }
            if (here.testBit(0)) {
                return place;
            }
            reached[place % reached.length] = here;
        }
        return floor;
    }

    private static int afterGap(String text, int end) {
        int place = end;
        while (place < text.length()) {
            int here = place;
            int longest = WrittenCharacter.at(text, here).stream()
                    .filter(written -> written.itself().chars().allMatch(c -> isGap((char) c)))
                    .mapToInt(WrittenCharacter::length)
                    .max()
                    .orElse(0);
            if (longest == 0) {
                return place;
            }
            place += longest;
        }
        return place;
    }
}
