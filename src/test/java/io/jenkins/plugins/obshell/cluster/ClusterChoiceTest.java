package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.cluster.ClusterChoice.Words;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterChoiceTest {

    private static List<String> problems(String cluster, String endpoints, String credentialsId) {
        return new ClusterChoice(cluster, endpoints, credentialsId).problems("prod"::equals);
    }

    @Test
    void aConfiguredClusterIsRight() {
        assertEquals(List.of(), problems("prod", null, null));
        assertEquals(List.of(), problems(" prod ", "", " "));
    }

    @Test
    void endpointsWithACredentialAreRight() {
        assertEquals(List.of(), problems(null, "ob1, https://ob2:443\n[::1]", "root"));
    }

    @Test
    void neitherIsToldOnce() {
        assertEquals(List.of(Messages.ClusterChoice_neither()), problems(null, null, null));
        assertEquals(List.of(Messages.ClusterChoice_neither()), problems("", " ", "root"));
    }

    @Test
    void bothAreOneTooMany() {
        assertEquals(List.of(Messages.ClusterChoice_both()), problems("prod", "ob1", "root"));
    }

    @Test
    void aCredentialBesideAClusterIsNotIgnoredInSilence() {
        assertEquals(List.of(Messages.ClusterChoice_credentialsOfCluster()), problems("prod", null, "root"));
    }

    @Test
    void anUnknownClusterIsNamed() {
        List<String> problems = problems("prud", null, null);
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).contains("prud"), problems.get(0));
    }

    @Test
    void everyMistakeOfEndpointsIsTold() {
        List<String> problems = problems(null, "ob1/x, ftp://ob2", null);
        assertEquals(3, problems.size());
        assertEquals(Messages.ClusterChoice_credentialsMissing(), problems.get(2));
    }

    @Test
    void eachFieldOfAFormIsToldItsOwnMistakeAndNoOther() {
        ClusterChoice nothing = new ClusterChoice(null, null, null);
        assertEquals(
                List.of(Messages.ClusterForms_neither()), nothing.clusterProblems("prod"::equals, Words.OF_THE_FORM));
        assertEquals(List.of(), nothing.endpointProblems());
        assertEquals(Optional.empty(), nothing.credentialProblem(Words.OF_THE_FORM));

        ClusterChoice both = new ClusterChoice("prod", "ob1/x", "root");
        assertEquals(List.of(Messages.ClusterForms_both()), both.clusterProblems("prod"::equals, Words.OF_THE_FORM));
        assertEquals(1, both.endpointProblems().size());
        assertEquals(Optional.empty(), both.credentialProblem(Words.OF_THE_FORM));

        ClusterChoice endpoints = new ClusterChoice(null, "ob1", null);
        assertEquals(List.of(), endpoints.clusterProblems("prod"::equals, Words.OF_THE_FORM));
        assertEquals(List.of(), endpoints.endpointProblems());
        assertEquals(
                Optional.of(Messages.ObshellCluster_credentialsMissing()),
                endpoints.credentialProblem(Words.OF_THE_FORM));

        assertEquals(
                Optional.of(Messages.ClusterForms_credentialsOfCluster()),
                new ClusterChoice("prod", null, "root").credentialProblem(Words.OF_THE_FORM));
    }

    @Test
    void itIsCalledByWhatAPersonWrote() {
        assertEquals("prod", new ClusterChoice("prod", null, null).toString());
        assertEquals("ob1, ob2", new ClusterChoice(null, "ob1\nob2", "root").toString());
        assertEquals("-", new ClusterChoice(null, null, null).toString());
    }
}
