package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the configuration of clusters must fulfil. Each rule returns a sentence for a person, or nothing. */
final class ClusterRules {

    private static final int LONGEST_NAME = 100;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_CONNECT = Duration.ofMinutes(1);
    private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private ClusterRules() {}

    /** The name of a cluster: 1 to 100 characters, none of them a control character. */
    static Optional<String> name(@CheckForNull String name) {
        if (ParameterRules.isLeftOut(name)) {
            return Optional.of(Messages.ClusterRules_nameMissing());
        }
        boolean fits = name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
        return fits ? Optional.empty() : Optional.of(Messages.ClusterRules_name(LONGEST_NAME));
    }

    /** The endpoints of a cluster: at least one, each well-formed and named once. */
    static List<String> endpoints(List<String> endpoints) {
        return endpoints.isEmpty()
                ? List.of(Messages.ClusterRules_endpointsMissing())
                : EndpointList.problems(endpoints);
    }

    /** How long a connection may take to be accepted: a second to a minute. */
    static Optional<String> connectTimeout(@CheckForNull String text) {
        return duration(Messages.ClusterRules_connectTimeout(), text, LONGEST_CONNECT);
    }

    /** How long a call may take in all: a second to five minutes. */
    static Optional<String> callTimeout(@CheckForNull String text) {
        return duration(Messages.ClusterRules_callTimeout(), text, LONGEST_CALL);
    }

    /** The CA certificates of a cluster: nothing, or certificates in PEM form and nothing else. */
    static Optional<String> caCertificates(@CheckForNull String pem) {
        return mistake(Texts.orEmpty(pem), TlsSettings::certificates);
    }

    /** The fingerprints of agent keys, each well-formed. */
    static List<String> agentFingerprints(List<String> fingerprints) {
        return fingerprints.stream()
                .flatMap(fingerprint -> mistake(fingerprint, KeyFingerprint::parse).stream())
                .toList();
    }

    /** The folders that may use a cluster: full names of folders or jobs. */
    static List<String> allowedFolders(List<String> folders) {
        return folders.stream()
                .flatMap(folder -> FolderList.problem(folder).stream())
                .toList();
    }

    /** The unit configs that drills may use: at least one. */
    static List<String> unitConfigs(List<String> unitConfigs) {
        return unitConfigs.isEmpty() ? List.of(Messages.ClusterRules_unitConfigsMissing()) : List.of();
    }

    /** What drills may do on a cluster, if they may do anything. */
    private static List<String> restoreDrills(@CheckForNull RestoreDrills drills) {
        if (drills == null) {
            return List.of();
        }
        List<String> problems = new ArrayList<>(unitConfigs(drills.getUnitConfigs()));
        if (drills.getMaxConcurrent() < 1) {
            problems.add(Messages.ClusterRules_maxConcurrent());
        }
        return problems;
    }

    /** {@return a sentence for everything that is wrong with one cluster} */
    static List<String> problems(ObshellCluster cluster) {
        List<String> problems = new ArrayList<>();
        name(cluster.getName()).ifPresent(problems::add);
        problems.addAll(endpoints(cluster.getEndpoints()));
        connectTimeout(cluster.getConnectTimeout()).ifPresent(problems::add);
        callTimeout(cluster.getCallTimeout()).ifPresent(problems::add);
        caCertificates(cluster.getCaCertificates()).ifPresent(problems::add);
        problems.addAll(agentFingerprints(cluster.getAgentFingerprints()));
        problems.addAll(allowedFolders(cluster.getAllowedFolders()));
        problems.addAll(restoreDrills(cluster.getRestoreDrills()));
        return problems;
    }

    /** {@return a sentence for everything that is wrong with the clusters, each with the name of the cluster} */
    static List<String> problems(List<ObshellCluster> clusters) {
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ObshellCluster cluster : clusters) {
            problems(cluster).stream()
                    .map(problem -> ParameterRules.isLeftOut(cluster.getName())
                            ? problem
                            : Messages.ClusterRules_of(cluster.getName(), problem))
                    .forEach(problems::add);
            if (!ParameterRules.isLeftOut(cluster.getName()) && !names.add(cluster.getName())) {
                problems.add(Messages.ClusterRules_nameTwice(cluster.getName()));
            }
        }
        return problems;
    }

    private static Optional<String> mistake(String text, Consumer<String> parser) {
        try {
            parser.accept(text);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> duration(String label, String text, Duration longest) {
        if (ParameterRules.isLeftOut(text)) {
            return Optional.empty();
        }
        try {
            Duration duration = Durations.parse(text);
            boolean fits = duration.compareTo(SHORTEST) >= 0 && duration.compareTo(longest) <= 0;
            return fits
                    ? Optional.empty()
                    : Optional.of(Messages.ClusterRules_durationRange(
                            label, Durations.format(SHORTEST), Durations.format(longest)));
        } catch (IllegalArgumentException e) {
            return Optional.of(Messages.ClusterRules_duration(label, e.getMessage()));
        }
    }
}
