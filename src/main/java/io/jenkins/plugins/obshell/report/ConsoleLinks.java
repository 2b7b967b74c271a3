package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.console.HyperlinkNote;
import hudson.model.Run;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links the DAG, the cluster, the tenant and the title of the page in console lines to the page of the build. A plain-text log shows no links. */
public final class ConsoleLinks {

    private final String page;
    private final Pattern linked;

    /**
     * @param run   the build
     * @param names the names of the cluster and of the tenant
     */
    public ConsoleLinks(@NonNull Run<?, ?> run, @NonNull String... names) {
        this.page = "/" + run.getUrl() + ObshellTab.URL_NAME + "/";
        // With a digit, unlike the words that may follow "DAG" in a sentence.
        StringBuilder any = new StringBuilder("DAG (?=[\\w-]*\\d)[\\w-]{1,64}");
        any.append("|(?<=“)")
                .append(Pattern.quote(Messages.ObshellTab_displayName()))
                .append("(?=”)");
        for (String name : names) {
            any.append("|(?<![\\w./-])").append(Pattern.quote(name)).append("(?![\\w/-]|\\.\\w)");
        }
        this.linked = Pattern.compile(any.toString());
    }

    /**
     * @param line a line for the console
     * @return the line, with the first occurrence of each name linked
     */
    @NonNull
    public String link(@NonNull String line) {
        Set<String> seen = new HashSet<>();
        return linked.matcher(line)
                .replaceAll(match -> Matcher.quoteReplacement(
                        seen.add(match.group()) ? HyperlinkNote.encodeTo(page, match.group()) : match.group()));
    }
}
