package io.jenkins.plugins.obshell.cluster;

import hudson.util.FormValidation;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.util.List;
import java.util.Set;
import org.jvnet.localizer.LocaleProvider;

/** The button “Test connection”: looks up the credential as an administrator sees it and tests the cluster. */
final class ConnectionTestButton {

    private ConnectionTestButton() {}

    /** The caller must have checked the permission. */
    static FormValidation of(ObshellCluster cluster) {
        List<String> problems = ClusterRules.problems(cluster);
        if (!problems.isEmpty()) {
            return FormValidation.error(String.join(" ", problems));
        }
        CredentialReader credentials = CredentialReader.ofController();
        TransportTrust trust;
        try {
            trust = new FixedTrust(credentials.tlsSettings(cluster), cluster.pins());
        } catch (PasswordUnavailableException e) {
            return FormValidation.error(e.getMessage());
        }
        ConnectionTester tester = new ConnectionTester(
                SharedHttp.get().transport(cluster, trust, SharedHttp.Origin.CONFIGURATION),
                password(cluster, credentials),
                LocaleProvider.getLocale(),
                cluster.callPatience().multipliedBy(2));
        try {
            ConnectionReport report = tester.run(cluster.parsedEndpoints());
            return FormValidation.respond(kind(report.grade()), ConnectionReportView.html(report, cluster.pins()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FormValidation.error(Messages.ConnectionTester_timeout());
        }
    }

    /** The trust of the form, which need not be saved. */
    private record FixedTrust(TlsSettings settings, Set<KeyFingerprint> pins) implements TransportTrust {}

    private static FormValidation.Kind kind(ConnectionReport.Grade grade) {
        return switch (grade) {
            case GOOD -> FormValidation.Kind.OK;
            case DOUBTFUL -> FormValidation.Kind.WARNING;
            case BAD -> FormValidation.Kind.ERROR;
        };
    }

    /** Looks up the credential on this thread, which has the locale of the user. */
    private static PasswordSource password(ObshellCluster cluster, CredentialReader credentials) {
        try {
            if (cluster.getCredentialsId() == null) {
                throw new PasswordUnavailableException(Messages.ObshellCluster_credentialsMissing());
            }
            ObshellPassword password = new ObshellPassword(
                    cluster.getPasswordKind(),
                    credentials.password(cluster.getCredentialsId(), cluster.parsedEndpoints()));
            return () -> password;
        } catch (PasswordUnavailableException e) {
            String why = e.getMessage();
            return () -> {
                throw new PasswordUnavailableException(why);
            };
        }
    }
}
