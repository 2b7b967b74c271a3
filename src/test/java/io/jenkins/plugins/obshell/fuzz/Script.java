package io.jenkins.plugins.obshell.fuzz;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an obshell answers, as text, so that an input can be read and written by people. The first line says what is played:
 * the letter of an operation, the turn at which it is aborted, and the letter of an obshell's clock; any may be left out.
 * Every other line is one answer: the letter of its {@link Route}, the sign of its {@link Kind}, and the rest. Each route
 * gives its answers in order and the last one for ever.
 */
final class Script {

    private final String play;
    private final Map<Route, Deque<Answer>> answers = new EnumMap<>(Route.class);

    private Script(String play) {
        this.play = play;
    }

    /** What is asked for, told from method and path. */
    enum Route {
        INFO('i'),
        SECRET('s'),
        OVERVIEW('o'),
        TASKS('h'),
        BACKUP_INFO('b'),
        STORAGE('c'),
        DAG('d'),
        DAG_WITH_DETAILS('D'),
        UNFINISHED('u'),
        ALL_DAGS('l'),
        START('p'),
        CONFIGURE('k'),
        CHANGE('x');

        private final char letter;

        Route(char letter) {
            this.letter = letter;
        }

        static Route of(String method, String path, String query) {
            if (!method.equals("GET")) {
                return path.endsWith("/backup/config")
                        ? CONFIGURE
                        : method.equals("POST") && path.endsWith("/backup") ? START : CHANGE;
            }
            if (path.contains("/task/dag/") && !path.endsWith("/unfinish")) {
                return "show_details=true".equals(query) ? DAG_WITH_DETAILS : DAG;
            }
            Map<String, Route> ends = Map.of(
                    "/unfinish", UNFINISHED,
                    "/dags/ob", ALL_DAGS,
                    "/overview", OVERVIEW,
                    "/tasks", TASKS,
                    "/backup/info", BACKUP_INFO,
                    "/storage", STORAGE,
                    "/secret", SECRET);
            return ends.entrySet().stream()
                    .filter(end -> path.endsWith(end.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(INFO);
        }
    }

    /** How an answer is written. */
    enum Kind {
        /** What stands in {@code data} of an envelope that says yes. */
        DATA('='),
        /** The status, the error's name and its message, in an envelope that says no. */
        REFUSAL('!'),
        /** The status and the body as it is. */
        RAW(':'),
        /** The connection breaks in the middle of the answer. */
        BROKEN('-'),
        /** The connection is refused. */
        REFUSED('#');

        private final char sign;

        Kind(char sign) {
            this.sign = sign;
        }
    }

    record Answer(Kind kind, String text) {}

    static Script parse(String text) {
        List<String> lines = text.lines().toList();
        Script script = new Script(lines.isEmpty() ? "" : lines.get(0));
        lines.stream().skip(1).filter(line -> line.length() >= 2).forEach(script::add);
        return script;
    }

    private void add(String line) {
        Stream.of(Route.values())
                .filter(route -> route.letter == line.charAt(0))
                .forEach(route -> Stream.of(Kind.values())
                        .filter(kind -> kind.sign == line.charAt(1))
                        .forEach(kind -> answers.computeIfAbsent(route, ignored -> new ArrayDeque<>())
                                .add(new Answer(kind, line.substring(2)))));
    }

    /** {@return the letter at a place of the first line, or a blank} */
    char option(int index) {
        return index < play.length() ? play.charAt(index) : ' ';
    }

    /** {@return the next answer of a route, or null where it has none} */
    Answer next(Route route) {
        Deque<Answer> left = answers.get(route);
        if (left == null) {
            return route == Route.DAG_WITH_DETAILS ? next(Route.DAG) : null;
        }
        return left.size() > 1 ? left.poll() : left.peek();
    }
}
