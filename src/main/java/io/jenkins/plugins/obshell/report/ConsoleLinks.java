package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.console.HyperlinkNote;
import hudson.model.Run;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links the DAG that a line of the console names to the page of the build. Where the log is plain text nothing changes. */
public final class ConsoleLinks {

    private static final Pattern DAG = Pattern.compile("DAG [\\w-]{1,64}");

    private final String page;

    /**
     * @param run the build
     */
    public ConsoleLinks(@NonNull Run<?, ?> run) {
        this.page = "/" + run.getUrl() + ObshellTab.URL_NAME + "/";
    }

    /**
     * @param line a line for the console
     * @return the line, the first DAG in it a link
     */
    @NonNull
    public String link(@NonNull String line) {
        Matcher matcher = DAG.matcher(line);
        return matcher.find()
                ? line.substring(0, matcher.start())
                        + HyperlinkNote.encodeTo(page, matcher.group())
                        + line.substring(matcher.end())
                : line;
    }
}
