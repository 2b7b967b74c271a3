package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which cluster a step means: the name of a configured one, or endpoints with a credential of its own. Blank is the same as
 * left out. Nothing is checked here; see {@link #problems(String)}.
 *
 * @param cluster       the name of a configured cluster, or null
 * @param endpoints     endpoints, separated by commas, blanks or lines, or null
 * @param credentialsId the id of the credential for these endpoints, or null
 */
public record ClusterChoice(
        @CheckForNull String cluster,
        @CheckForNull String endpoints,
        @CheckForNull String credentialsId) {

    /** Drops blanks. */
    public ClusterChoice {
        cluster = Texts.orNull(cluster);
        endpoints = Texts.orNull(endpoints);
        credentialsId = Texts.orNull(credentialsId);
    }

    /** {@return what to call it before a person: the cluster's name, or the endpoints} */
    @NonNull
    public String label() {
        return cluster != null ? cluster : endpoints != null ? String.join(", ", endpointList()) : "-";
    }

    /**
     * Says what is wrong with the choice: neither or both are given, there is no such cluster for this job, an endpoint is
     * malformed, a credential is missing or does not belong there.
     *
     * @param item the full name of the job, or of the folder, that makes the choice; null if there is none yet
     * @return a sentence for each mistake; none if it is right
     */
    @NonNull
    public List<String> problems(@CheckForNull String item) {
        return problems(name -> ClusterForms.names(item).contains(name));
    }

    List<String> problems(Predicate<String> known) {
        List<String> problems = new ArrayList<>(clusterProblems(known, Words.OF_PARAMETERS));
        problems.addAll(endpointProblems());
        credentialProblem(Words.OF_PARAMETERS).ifPresent(problems::add);
        return problems;
    }

    /** What is wrong with the cluster: neither it nor endpoints are given, or both, or there is none of this name. */
    List<String> clusterProblems(Predicate<String> known, Words words) {
        if (cluster == null) {
            return endpoints == null ? List.of(words.neither()) : List.of();
        }
        List<String> problems = new ArrayList<>();
        if (endpoints != null) {
            problems.add(words.both());
        }
        if (!known.test(cluster)) {
            problems.add(Messages.ClusterChoice_unknown(cluster));
        }
        return problems;
    }

    /** What is wrong with the endpoints; nothing if none are given. */
    List<String> endpointProblems() {
        return endpoints == null ? List.of() : ClusterRules.endpoints(endpointList());
    }

    /** A credential that is missing, or that does not belong there. */
    Optional<String> credentialProblem(Words words) {
        if (endpoints != null) {
            return credentialsId == null && cluster == null ? Optional.of(words.credentialMissing()) : Optional.empty();
        }
        return credentialsId != null && cluster != null ? Optional.of(words.credentialOfCluster()) : Optional.empty();
    }

    /** How mistakes are described: with the names of the parameters, or with the labels of the form. */
    enum Words {
        OF_PARAMETERS,
        OF_THE_FORM;

        private String neither() {
            return this == OF_PARAMETERS ? Messages.ClusterChoice_neither() : Messages.ClusterForms_neither();
        }

        private String both() {
            return this == OF_PARAMETERS ? Messages.ClusterChoice_both() : Messages.ClusterForms_both();
        }

        private String credentialMissing() {
            return this == OF_PARAMETERS
                    ? Messages.ClusterChoice_credentialsMissing()
                    : Messages.ObshellCluster_credentialsMissing();
        }

        private String credentialOfCluster() {
            return this == OF_PARAMETERS
                    ? Messages.ClusterChoice_credentialsOfCluster()
                    : Messages.ClusterForms_credentialsOfCluster();
        }
    }

    List<String> endpointList() {
        return EndpointList.split(endpoints);
    }

    /** {@return the name or the endpoints} */
    @Override
    public String toString() {
        return label();
    }
}
