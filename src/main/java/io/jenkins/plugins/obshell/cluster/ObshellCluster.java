package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import io.jenkins.plugins.obshell.client.PasswordKind;
import io.jenkins.plugins.obshell.operation.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** One cluster of OceanBase in the global configuration: its name, its obshells, and how to be let in. */
public final class ObshellCluster extends AbstractDescribableImpl<ObshellCluster> {

    static final String DEFAULT_CONNECT_TIMEOUT = "5s";
    static final String DEFAULT_CALL_TIMEOUT = "30s";

    private final String name;
    private final List<String> endpoints;
    private String credentialsId;
    private PasswordKind passwordKind = PasswordKind.ROOT_SYS;
    private String connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private String callTimeout = DEFAULT_CALL_TIMEOUT;

    /**
     * Nothing is checked here, so that a form with mistakes can be shown again; the global configuration refuses them.
     *
     * @param name      what steps call the cluster; unique, up to 100 characters
     * @param endpoints its obshells, in the order in which they are asked; one each, or several in one text, separated by
     *                  lines, commas, semicolons or blanks
     */
    @DataBoundConstructor
    public ObshellCluster(@CheckForNull String name, @CheckForNull List<String> endpoints) {
        this.name = Util.fixNull(name).strip();
        this.endpoints = new ArrayList<>(EndpointList.split(endpoints));
    }

    /** {@return what steps call the cluster} */
    @NonNull
    public String getName() {
        return name;
    }

    /** {@return its obshells as they were written} */
    @NonNull
    public List<String> getEndpoints() {
        return List.copyOf(endpoints);
    }

    /** {@return its obshells, one a line, for the form} */
    @NonNull
    public String getEndpointLines() {
        return String.join("\n", endpoints);
    }

    /** {@return the id of the credential that holds the password, or null} */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /**
     * @param credentialsId the id of a secret text or of a user name with password; it is looked up for the build that
     *                      uses the cluster, so a folder can have its own credential of that id
     */
    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** {@return which of obshell's two passwords the credential holds} */
    @NonNull
    public PasswordKind getPasswordKind() {
        return passwordKind;
    }

    /** @param passwordKind which of obshell's two passwords the credential holds; null for that of {@code root@sys} */
    @DataBoundSetter
    public void setPasswordKind(@CheckForNull PasswordKind passwordKind) {
        this.passwordKind = Objects.requireNonNullElse(passwordKind, PasswordKind.ROOT_SYS);
    }

    /** {@return how long a connection may take to be accepted, such as {@code 5s}} */
    @NonNull
    public String getConnectTimeout() {
        return connectTimeout;
    }

    /** @param connectTimeout {@code 1s} to {@code 1m}; empty for {@value #DEFAULT_CONNECT_TIMEOUT} */
    @DataBoundSetter
    public void setConnectTimeout(@CheckForNull String connectTimeout) {
        this.connectTimeout = orDefault(connectTimeout, DEFAULT_CONNECT_TIMEOUT);
    }

    /** {@return how long a call may take in all, such as {@code 30s}} */
    @NonNull
    public String getCallTimeout() {
        return callTimeout;
    }

    /** @param callTimeout {@code 1s} to {@code 5m}; empty for {@value #DEFAULT_CALL_TIMEOUT} */
    @DataBoundSetter
    public void setCallTimeout(@CheckForNull String callTimeout) {
        this.callTimeout = orDefault(callTimeout, DEFAULT_CALL_TIMEOUT);
    }

    /** How long a connection may take; a checked cluster only. */
    Duration connectPatience() {
        return Durations.parse(connectTimeout);
    }

    /** How long a call may take; a checked cluster only. */
    Duration callPatience() {
        return Durations.parse(callTimeout);
    }

    private static String orDefault(String text, String otherwise) {
        String given = Util.fixEmptyAndTrim(text);
        return given == null ? otherwise : given;
    }

    /** The form of a cluster, and its checks. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<ObshellCluster> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ObshellCluster_displayName();
        }
    }
}
