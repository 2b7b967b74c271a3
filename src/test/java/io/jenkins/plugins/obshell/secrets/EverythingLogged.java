package io.jenkins.plugins.obshell.secrets;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Searches everything that is logged anywhere, at every level, and the names of the threads that log, for the secrets of
 * {@link Canaries}. What has been searched is dropped, because a Jenkins logs more than fits into the memory of a test.
 */
public final class EverythingLogged implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    /** The browser and the web server of a test log every byte that they move. */
    private static final String OF_THE_TEST = "(org\\.(htmlunit|apache\\.http|eclipse\\.jetty)|mockwebserver3)\\..*";

    private static final int SEARCHED_AT_ONCE = 1 << 20;

    /** What is kept of a searched text, for a secret may be cut at its end; more than any way to write one needs. */
    private static final int OVERLAP = 1 << 12;

    private final StringBuilder text = new StringBuilder();
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<String> loggers = Collections.synchronizedSet(new LinkedHashSet<>());
    private final Level before = ROOT.getLevel();
    private final Formatter formatter = new SimpleFormatter();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (String.valueOf(entry.getLoggerName()).matches(OF_THE_TEST)) {
                return;
            }
            loggers.add(String.valueOf(entry.getLoggerName()));
            StringWriter written = new StringWriter();
            written.append(Thread.currentThread().getName())
                    .append(' ')
                    .append(formatter.formatMessage(entry))
                    .append('\n');
            if (entry.getThrown() != null) {
                entry.getThrown().printStackTrace(new PrintWriter(written));
            }
            add(written.getBuffer());
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /** Begins to search. */
    public EverythingLogged() {
        handler.setLevel(Level.ALL);
        ROOT.setLevel(Level.ALL);
        ROOT.addHandler(handler);
    }

    private synchronized void add(CharSequence written) {
        text.append(written);
        if (text.length() >= SEARCHED_AT_ONCE) {
            search();
        }
    }

    private void search() {
        secrets.addAll(Canaries.in(text.toString()));
        text.delete(0, Math.max(0, text.length() - OVERLAP));
    }

    /**
     * @return the secrets in all that was logged, exceptions with their causes and stack traces included, and how they are
     *     written; empty if there is none
     */
    public synchronized List<String> secrets() {
        search();
        return List.copyOf(secrets);
    }

    /** {@return the names of the loggers that logged something} */
    public Set<String> loggers() {
        return Set.copyOf(loggers);
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
        ROOT.setLevel(before);
    }
}
