package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;

/**
 * Lists and checks of clusters for the forms of steps. A user who may not configure the item sees the present value and
 * nothing else. An item of null is a page without an item, for administrators.
 */
public final class ClusterForms {

    private ClusterForms() {}

    /**
     * @param item   the item whose form it is, or null
     * @param choice what the form says; a cluster that it names is always kept
     * @return the names of the configured clusters that the item may use, after an empty one; the only one is chosen if the
     *         form says nothing
     */
    @NonNull
    public static ListBoxModel clusters(@CheckForNull Item item, @NonNull ClusterChoice choice) {
        String present = choice.cluster();
        ListBoxModel list = new ListBoxModel();
        if (CredentialsForms.mayUse(item)) {
            List<String> names = names(fullName(item));
            boolean isOnly = names.size() == 1 && present == null && choice.endpoints() == null;
            list.add(Messages.ClusterForms_none(), "");
            names.forEach(name -> list.add(new ListBoxModel.Option(name, name, isOnly)));
        }
        if (present != null && list.stream().noneMatch(option -> option.value.equals(present))) {
            list.add(present);
        }
        return list;
    }

    /**
     * @param item   the item whose form it is, or null
     * @param choice what the form says
     * @return whether either a cluster that the item may use is named, or endpoints are given; ok for users who may not know
     */
    @NonNull
    public static FormValidation checkCluster(@CheckForNull Item item, @NonNull ClusterChoice choice) {
        return CredentialsForms.mayUse(item)
                ? result(choice.clusterProblems(names(fullName(item))::contains, ClusterChoice.Words.OF_THE_FORM))
                : FormValidation.ok();
    }

    /**
     * @param item    the item whose form it is, or null
     * @param cluster the name of the cluster that a drill restores into
     * @return whether it is one that the item may use and that is open to drills; ok for users who may not know
     */
    @NonNull
    public static FormValidation checkDrillCluster(@CheckForNull Item item, @CheckForNull String cluster) {
        return CredentialsForms.mayUse(item)
                ? result(new DrillPermission(new ClusterChoice(cluster, null, null)).closed(fullName(item)))
                : FormValidation.ok();
    }

    /**
     * @param item       the item whose form it is, or null
     * @param cluster    the name of the cluster that a drill restores into
     * @param unitConfig the unit config of its tenant; null to check the zones alone
     * @param zones      the zones of its tenant; none to check the unit config alone
     * @return whether the administrator allows them on that cluster; ok for users who may not know, and if the cluster is
     *         not open to the item
     */
    @NonNull
    public static FormValidation checkDrillFields(
            @CheckForNull Item item,
            @CheckForNull String cluster,
            @CheckForNull String unitConfig,
            @NonNull List<String> zones) {
        return CredentialsForms.mayUse(item)
                ? result(new DrillPermission(new ClusterChoice(cluster, null, null))
                        .fieldRefusals(fullName(item), unitConfig, zones))
                : FormValidation.ok();
    }

    /**
     * @param item   the item whose form it is, or null
     * @param choice what the form says; no endpoints are right
     * @return whether each endpoint is well-formed; a warning if one is reached over plain http; ok for users who may not
     *         know
     */
    @NonNull
    public static FormValidation checkEndpoints(@CheckForNull Item item, @NonNull ClusterChoice choice) {
        if (!CredentialsForms.mayUse(item)) {
            return FormValidation.ok();
        }
        List<String> problems = choice.endpointProblems();
        return problems.isEmpty() && isAnyPlain(choice.endpointList())
                ? FormValidation.warning(Messages.ClusterForms_plainHttpOfJob())
                : result(problems);
    }

    /**
     * @param item   the item whose form it is, or null
     * @param choice what the form says
     * @return whether endpoints have a credential that is there and fits them, and a cluster has none; ok for users who
     *         may not know
     */
    @NonNull
    public static FormValidation checkCredential(@CheckForNull Item item, @NonNull ClusterChoice choice) {
        if (!CredentialsForms.mayUse(item)) {
            return FormValidation.ok();
        }
        Optional<String> problem = choice.credentialProblem(ClusterChoice.Words.OF_THE_FORM);
        return problem.isPresent()
                ? FormValidation.error(problem.get())
                : CredentialsForms.checkPassword(item, choice.credentialsId(), choice.endpoints());
    }

    /** {@return the names of the configured clusters that an item of this full name may use; null for a page without one} */
    static List<String> names(@CheckForNull String item) {
        return ObshellGlobalConfiguration.get().getClusters().stream()
                .filter(cluster -> cluster.isFor(item))
                .map(ObshellCluster::getName)
                .toList();
    }

    private static String fullName(Item item) {
        return item == null ? null : item.getFullName();
    }

    /** Checks the endpoints of a cluster; over plain http the key that protects the password is not protected itself. */
    static FormValidation endpointsOfCluster(@CheckForNull String value, @CheckForNull String agentFingerprints) {
        List<String> given = EndpointList.split(value);
        List<String> problems = ClusterRules.endpoints(given);
        boolean exposed = problems.isEmpty() && Texts.orNull(agentFingerprints) == null && isAnyPlain(given);
        return exposed ? FormValidation.warning(Messages.ClusterForms_plainHttp()) : result(problems);
    }

    /** {@return whether one of these well-formed endpoints is reached over plain http} */
    static boolean isAnyPlain(List<String> endpoints) {
        return EndpointList.parse(endpoints).stream().anyMatch(endpoint -> !endpoint.isSecure());
    }

    /** Checks CA certificates, and shows their subjects and expiry dates. */
    static FormValidation caCertificates(@CheckForNull String value) {
        Optional<String> problem = ClusterRules.caCertificates(value);
        if (problem.isPresent()) {
            return FormValidation.error(problem.get());
        }
        List<X509Certificate> certificates = TlsSettings.certificates(Texts.orEmpty(value));
        String all = certificates.stream()
                .map(certificate -> Messages.ClusterForms_certificate(
                        PlainText.excerpt(certificate.getSubjectX500Principal().getName()),
                        certificate.getNotAfter().toInstant()))
                .collect(Collectors.joining(" "));
        boolean expired = certificates.stream()
                .anyMatch(certificate -> certificate.getNotAfter().toInstant().isBefore(Instant.now()));
        if (expired) {
            return FormValidation.warning(Messages.ClusterForms_certificateExpired() + " " + all);
        }
        return all.isEmpty() ? FormValidation.ok() : FormValidation.ok(all);
    }

    /** Checks the folders that may use a cluster. */
    static FormValidation allowedFolders(@CheckForNull String value) {
        List<String> folders = FolderList.split(List.of(Texts.orEmpty(value)));
        List<String> problems = ClusterRules.allowedFolders(folders);
        if (!problems.isEmpty()) {
            return result(problems);
        }
        List<String> missing = folders.stream()
                .filter(folder -> Jenkins.get().getItemByFullName(folder) == null)
                .toList();
        return missing.isEmpty()
                ? FormValidation.ok()
                : FormValidation.warning(Messages.ClusterForms_noFolder(String.join(", ", missing)));
    }

    static FormValidation result(List<String> problems) {
        return problems.isEmpty() ? FormValidation.ok() : FormValidation.error(String.join(" ", problems));
    }
}
