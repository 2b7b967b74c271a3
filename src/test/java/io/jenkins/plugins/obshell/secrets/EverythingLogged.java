package io.jenkins.plugins.obshell.secrets;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps everything that is logged anywhere, at every level, with the names of the threads that logged. */
public final class EverythingLogged implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    /** The browser and the web server of a test log every byte that they move. */
    private static final String OF_THE_TEST = "(org\\.(htmlunit|apache\\.http|eclipse\\.jetty)|mockwebserver3)\\..*";

    private final StringBuffer text = new StringBuffer();
    private final Set<String> loggers = java.util.Collections.synchronizedSet(new LinkedHashSet<>());
    private final Level before = ROOT.getLevel();
    private final Formatter formatter = new SimpleFormatter();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (String.valueOf(entry.getLoggerName()).matches(OF_THE_TEST)) {
                return;
            }
            loggers.add(String.valueOf(entry.getLoggerName()));
            text.append(Thread.currentThread().getName())
                    .append(' ')
                    .append(formatter.formatMessage(entry))
                    .append('\n');
            if (entry.getThrown() != null) {
                StringWriter trace = new StringWriter();
                entry.getThrown().printStackTrace(new PrintWriter(trace));
                text.append(trace);
            }
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

    /** Begins to keep. */
    public EverythingLogged() {
        handler.setLevel(Level.ALL);
        ROOT.setLevel(Level.ALL);
        ROOT.addHandler(handler);
    }

    /** {@return all of it, exceptions with their causes and stack traces included} */
    public String text() {
        return text.toString();
    }

    /** {@return the names of the loggers that said something} */
    public Set<String> loggers() {
        return Set.copyOf(loggers);
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
        ROOT.setLevel(before);
    }
}
