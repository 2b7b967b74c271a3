package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import java.util.List;
import java.util.Locale;

/** Connects builds to clusters. */
@Extension
public final class ClusterConnector {

    /** {@return the one of this controller} */
    public static ClusterConnector get() {
        return ExtensionList.lookupSingleton(ClusterConnector.class);
    }

    /**
     * Makes a client of a cluster for a build. Nothing is sent and no credential is read yet. The client looks up the
     * credentials and the trust for every call, on behalf of the build, so a rotated credential is used at once; if the
     * cluster or a credential is gone by then, the call fails with a {@link PasswordUnavailableException}. Endpoints,
     * timeouts and the use of the proxy are fixed now. If the endpoints of the cluster change, the client sends no
     * secret any more and must be replaced, see {@link #isOutdated}. For endpoints that the build names, the Java trust
     * store counts.
     *
     * @param choice which cluster
     * @param run    the build that the credential is looked up for and whose use of it is recorded
     * @param secrets what else the client must keep obshell from repeating
     * @return a client of its own over shared connections
     * @throws AbortException with everything that is wrong with the choice
     */
    @NonNull
    public ObshellClient connect(@NonNull ClusterChoice choice, @NonNull Run<?, ?> run, @NonNull SecretSource secrets)
            throws AbortException {
        List<String> problems = choice.problems(run.getParent().getFullName());
        if (!problems.isEmpty()) {
            throw new AbortException(String.join(" ", problems));
        }
        return choice.cluster() == null ? ofJob(choice, run, secrets) : configured(choice.cluster(), run, secrets);
    }

    /** The endpoints and the credential were checked with the choice. */
    private static ObshellClient ofJob(ClusterChoice choice, Run<?, ?> run, SecretSource secrets) {
        ObshellCluster cluster = new ObshellCluster(choice.label(), choice.endpointList());
        CredentialReader credential = CredentialReader.of(run);
        PasswordSource password = () -> new ObshellPassword(
                PasswordKind.ROOT_SYS, credential.password(choice.credentialsId(), cluster.parsedEndpoints()));
        return client(cluster, SharedHttp.Origin.JOB, () -> TlsSettings.JAVA, password, secrets);
    }

    private static ObshellClient configured(String name, Run<?, ?> run, SecretSource secrets) throws AbortException {
        ObshellCluster cluster = ObshellGlobalConfiguration.get()
                .cluster(name)
                .orElseThrow(() -> new AbortException(Messages.ClusterChoice_unknown(name)));
        refuseMistakes(cluster);
        ConfiguredCluster configured = ConfiguredCluster.of(name, run, cluster.parsedEndpoints());
        return client(cluster, SharedHttp.Origin.CONFIGURATION, configured, configured, secrets);
    }

    /**
     * Makes a client of a configured cluster for a page that belongs to no job. It uses the global credentials; otherwise it
     * is like that of a build. The caller must have checked the permission.
     *
     * @param cluster a configured cluster
     * @return a client of its own over shared connections
     * @throws AbortException with everything that is wrong with the cluster
     */
    @NonNull
    public ObshellClient connect(@NonNull ObshellCluster cluster) throws AbortException {
        refuseMistakes(cluster);
        ConfiguredCluster configured = ConfiguredCluster.ofController(cluster.getName(), cluster.parsedEndpoints());
        return client(cluster, SharedHttp.Origin.CONFIGURATION, configured, configured, SecretSource.NONE);
    }

    private static void refuseMistakes(ObshellCluster cluster) throws AbortException {
        List<String> mistakes = ClusterRules.problems(cluster);
        if (!mistakes.isEmpty()) {
            throw new AbortException(
                    Messages.ClusterConnector_misconfigured(cluster.getName(), String.join(" ", mistakes)));
        }
    }

    private static ObshellClient client(
            ObshellCluster cluster,
            SharedHttp.Origin origin,
            TransportTrust trust,
            PasswordSource password,
            SecretSource secrets) {
        SharedHttp http = SharedHttp.get();
        return new ObshellClient(
                http.transport(cluster, trust, origin),
                http.directory(cluster),
                password,
                Locale.getDefault(),
                secrets::known);
    }

    /**
     * @param choice which cluster
     * @param client a client that was made for it
     * @return whether the cluster has other endpoints by now
     */
    public boolean isOutdated(@NonNull ClusterChoice choice, @NonNull ObshellClient client) {
        return ObshellGlobalConfiguration.get()
                .cluster(choice.cluster())
                .map(ObshellCluster::getEndpoints)
                .filter(endpoints -> ClusterRules.endpoints(endpoints).isEmpty())
                .filter(endpoints ->
                        !EndpointList.parse(endpoints).equals(client.directory().endpoints()))
                .isPresent();
    }
}
