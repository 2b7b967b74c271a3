package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** One OceanBase cluster in the global configuration: its name, its endpoints, its credential and its trust. */
public final class ObshellCluster implements Describable<ObshellCluster> {

    static final String DEFAULT_CONNECT_TIMEOUT = "5s";
    static final String DEFAULT_CALL_TIMEOUT = "30s";

    private final String name;
    private final List<String> endpoints;
    private String credentialsId;
    private PasswordKind passwordKind = PasswordKind.ROOT_SYS;
    private String connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private String callTimeout = DEFAULT_CALL_TIMEOUT;
    private String caCertificates;
    private List<String> agentFingerprints = new ArrayList<>();
    private String clientCertificateCredentialsId;
    private List<String> allowedFolders = new ArrayList<>();
    private RestoreDrills restoreDrills;

    /** Negated, so that a configuration that was saved without this field uses the proxy. */
    private boolean withoutProxy;

    /**
     * Nothing is checked here, so that a form with mistakes can be shown again; the global configuration refuses them.
     *
     * @param name      the name by which steps refer to the cluster; unique, up to 100 characters
     * @param endpoints its obshells, in the order in which they are asked; one each, or several in one text, separated by
     *                  lines, commas, semicolons or blanks
     */
    @DataBoundConstructor
    public ObshellCluster(@CheckForNull String name, @CheckForNull List<String> endpoints) {
        this.name = Texts.orEmpty(name);
        this.endpoints = new ArrayList<>(EndpointList.split(endpoints));
    }

    /** {@return the name by which steps refer to the cluster} */
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
        this.credentialsId = Texts.orNull(credentialsId);
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

    /** {@return the CA certificates that https must lead to, in PEM form; null for the Java trust store} */
    @CheckForNull
    public String getCaCertificates() {
        return caCertificates;
    }

    /** @param caCertificates certificates in PEM form, which take the place of the Java trust store; empty for that one */
    @DataBoundSetter
    public void setCaCertificates(@CheckForNull String caCertificates) {
        this.caCertificates = Texts.orNull(caCertificates);
    }

    /** {@return the fingerprints of the keys that its obshells may have; none for whatever key they give} */
    @NonNull
    public List<String> getAgentFingerprints() {
        return agentFingerprints == null ? List.of() : List.copyOf(agentFingerprints);
    }

    /** {@return the fingerprints, one a line, for the form} */
    @NonNull
    public String getAgentFingerprintLines() {
        return String.join("\n", getAgentFingerprints());
    }

    /**
     * @param agentFingerprints SHA-256 fingerprints of the RSA keys of its obshells; one each, or several in one text on a
     *                          line each; null or empty for whatever key they give
     */
    @DataBoundSetter
    public void setAgentFingerprints(@CheckForNull List<String> agentFingerprints) {
        this.agentFingerprints = new ArrayList<>(Texts.lines(agentFingerprints));
    }

    /** {@return the id of the certificate to present if obshell requires one, or null} */
    @CheckForNull
    public String getClientCertificateCredentialsId() {
        return clientCertificateCredentialsId;
    }

    /** @param clientCertificateCredentialsId the id of a certificate, looked up for the build as the password is */
    @DataBoundSetter
    public void setClientCertificateCredentialsId(@CheckForNull String clientCertificateCredentialsId) {
        this.clientCertificateCredentialsId = Texts.orNull(clientCertificateCredentialsId);
    }

    /** {@return whether its endpoints are called through the proxy of Jenkins, if there is one} */
    public boolean isUseProxy() {
        return !withoutProxy;
    }

    /** @param useProxy whether to use the proxy of Jenkins and its exceptions; true unless said */
    @DataBoundSetter
    public void setUseProxy(boolean useProxy) {
        this.withoutProxy = !useProxy;
    }

    /** {@return the full names of the folders, or single jobs, that may use it; none for all} */
    @NonNull
    public List<String> getAllowedFolders() {
        return allowedFolders == null ? List.of() : List.copyOf(allowedFolders);
    }

    /** {@return the folders, one a line, for the form} */
    @NonNull
    public String getAllowedFolderLines() {
        return String.join("\n", getAllowedFolders());
    }

    /**
     * @param allowedFolders full names of folders, or of single jobs, such as {@code team/databases}; one each, or several
     *                       in one text on a line each; null or empty for all jobs
     */
    @DataBoundSetter
    public void setAllowedFolders(@CheckForNull List<String> allowedFolders) {
        this.allowedFolders = new ArrayList<>(FolderList.split(allowedFolders));
    }

    /** {@return what restore drills may do on the cluster; null if it is closed to them} */
    @CheckForNull
    public RestoreDrills getRestoreDrills() {
        return restoreDrills;
    }

    /** @param restoreDrills what restore drills may do on the cluster; null to close it to them */
    @DataBoundSetter
    public void setRestoreDrills(@CheckForNull RestoreDrills restoreDrills) {
        this.restoreDrills = restoreDrills;
    }

    /**
     * @param item the full name of a job or a folder, or null for a page without an item, which is for administrators
     * @return whether its steps may use this cluster
     */
    boolean isFor(@CheckForNull String item) {
        return item == null || FolderList.holds(getAllowedFolders(), item);
    }

    /** Its obshells, each once. Call it for a checked cluster only. */
    List<Endpoint> parsedEndpoints() {
        return EndpointList.parse(endpoints);
    }

    /** The authorities for https, none for the Java trust store. Call it for a checked cluster only. */
    List<X509Certificate> authorities() {
        return TlsSettings.certificates(Texts.orEmpty(caCertificates));
    }

    /** The agent keys to accept, none for any. Call it for a checked cluster only. */
    Set<KeyFingerprint> pins() {
        return getAgentFingerprints().stream().map(KeyFingerprint::parse).collect(Collectors.toSet());
    }

    /** How long a connection may take. Call it for a checked cluster only. */
    Duration connectPatience() {
        return Durations.parse(connectTimeout);
    }

    /** How long a call may take. Call it for a checked cluster only. */
    Duration callPatience() {
        return Durations.parse(callTimeout);
    }

    private static String orDefault(String text, String otherwise) {
        return Objects.requireNonNullElse(Texts.orNull(text), otherwise);
    }

    /** The form of a cluster, and its checks. All of it is for administrators. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<ObshellCluster> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ObshellCluster_displayName();
        }

        /** {@return the time-out of connections that the form proposes} */
        public String getDefaultConnectTimeout() {
            return DEFAULT_CONNECT_TIMEOUT;
        }

        /** {@return the time-out of calls that the form proposes} */
        public String getDefaultCallTimeout() {
            return DEFAULT_CALL_TIMEOUT;
        }

        /**
         * @param kind a kind of password
         * @return what the form calls it
         */
        public String label(@NonNull PasswordKind kind) {
            return switch (kind) {
                case ROOT_SYS -> Messages.ObshellCluster_rootSys();
                case AGENT -> Messages.ObshellCluster_agent();
            };
        }

        /**
         * @param value the name of the cluster
         * @return whether it can be one
         */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return check(() -> ClusterRules.name(Texts.orNull(value)));
        }

        /**
         * @param value             the endpoints, one a line
         * @param agentFingerprints the pinned keys, one a line
         * @return whether there is one, and each of them is well-formed; a warning if one is reached over plain http and
         *         no key is pinned
         */
        @POST
        public FormValidation doCheckEndpoints(@QueryParameter String value, @QueryParameter String agentFingerprints) {
            return mayConfigure() ? ClusterForms.endpointsOfCluster(value, agentFingerprints) : FormValidation.ok();
        }

        /**
         * @param value the CA certificates in PEM form
         * @return whether they can be read, with their subjects and expiry dates
         */
        @POST
        public FormValidation doCheckCaCertificates(@QueryParameter String value) {
            return mayConfigure() ? ClusterForms.caCertificates(value) : FormValidation.ok();
        }

        /**
         * @param value the pinned keys, one a line
         * @return whether each of them is a fingerprint
         */
        @POST
        public FormValidation doCheckAgentFingerprints(@QueryParameter String value) {
            return mayConfigure()
                    ? ClusterForms.result(ClusterRules.agentFingerprints(Texts.lines(List.of(Texts.orEmpty(value)))))
                    : FormValidation.ok();
        }

        /**
         * @param value the folders, one a line
         * @return whether each of them can be one; a warning if there is none of this name
         */
        @POST
        public FormValidation doCheckAllowedFolders(@QueryParameter String value) {
            return mayConfigure() ? ClusterForms.allowedFolders(value) : FormValidation.ok();
        }

        /**
         * @param clientCertificateCredentialsId the present value
         * @param endpoints                      the endpoints, one a line
         * @return the global certificates that builds may use
         */
        @POST
        public ListBoxModel doFillClientCertificateCredentialsIdItems(
                @QueryParameter String clientCertificateCredentialsId, @QueryParameter String endpoints) {
            return CredentialsForms.certificates(clientCertificateCredentialsId, endpoints);
        }

        /**
         * @param value     the id of a credential
         * @param endpoints the endpoints, one a line
         * @return whether builds find a certificate under this id
         */
        @POST
        public FormValidation doCheckClientCertificateCredentialsId(
                @QueryParameter String value, @QueryParameter String endpoints) {
            return CredentialsForms.checkCertificate(value, endpoints);
        }

        /**
         * @param value a duration
         * @return whether a connection may take so long
         */
        @POST
        public FormValidation doCheckConnectTimeout(@QueryParameter String value) {
            return check(() -> ClusterRules.connectTimeout(value));
        }

        /**
         * @param value a duration
         * @return whether a call may take so long
         */
        @POST
        public FormValidation doCheckCallTimeout(@QueryParameter String value) {
            return check(() -> ClusterRules.callTimeout(value));
        }

        /**
         * @param credentialsId the present value
         * @param endpoints     the endpoints, one a line
         * @return the global credentials that can hold the password and that builds may use
         */
        @POST
        public ListBoxModel doFillCredentialsIdItems(
                @QueryParameter String credentialsId, @QueryParameter String endpoints) {
            return CredentialsForms.passwords(null, credentialsId, endpoints);
        }

        /**
         * @param value     the id of a credential
         * @param endpoints the endpoints, one a line
         * @return whether builds find a password under this id
         */
        @POST
        public FormValidation doCheckCredentialsId(@QueryParameter String value, @QueryParameter String endpoints) {
            if (!mayConfigure()) {
                return FormValidation.ok();
            }
            return ParameterRules.isLeftOut(value)
                    ? FormValidation.error(Messages.ObshellCluster_credentialsMissing())
                    : CredentialsForms.checkPassword(null, value, endpoints);
        }

        /**
         * Connects to the endpoints and tries the password, as they stand in the form. Since that sends a credential of
         * the caller's choice to an address of the caller's choice, it is for administrators.
         *
         * @param endpoints      the endpoints, one a line
         * @param credentialsId  the id of the credential
         * @param passwordKind   the name of a {@link PasswordKind}
         * @param connectTimeout how long a connection may take
         * @param callTimeout    how long a call may take
         * @param caCertificates the CA certificates in PEM form
         * @param agentFingerprints              the pinned keys, one a line
         * @param clientCertificateCredentialsId the id of the certificate to show
         * @param useProxy                       whether to use the proxy of Jenkins
         * @return what was found
         */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String endpoints,
                @QueryParameter String credentialsId,
                @QueryParameter PasswordKind passwordKind,
                @QueryParameter String connectTimeout,
                @QueryParameter String callTimeout,
                @QueryParameter String caCertificates,
                @QueryParameter String agentFingerprints,
                @QueryParameter String clientCertificateCredentialsId,
                @QueryParameter boolean useProxy) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            ObshellCluster cluster = new ObshellCluster("-", EndpointList.split(endpoints));
            cluster.setCredentialsId(credentialsId);
            cluster.setPasswordKind(passwordKind);
            cluster.setConnectTimeout(connectTimeout);
            cluster.setCallTimeout(callTimeout);
            cluster.setCaCertificates(caCertificates);
            cluster.setAgentFingerprints(List.of(Texts.orEmpty(agentFingerprints)));
            cluster.setClientCertificateCredentialsId(clientCertificateCredentialsId);
            cluster.setUseProxy(useProxy);
            return ConnectionTestButton.of(cluster);
        }

        private static FormValidation check(Supplier<Optional<String>> rule) {
            return mayConfigure()
                    ? rule.get().map(FormValidation::error).orElseGet(FormValidation::ok)
                    : FormValidation.ok();
        }

        private static boolean mayConfigure() {
            return Jenkins.get().hasPermission(Jenkins.ADMINISTER);
        }
    }
}
