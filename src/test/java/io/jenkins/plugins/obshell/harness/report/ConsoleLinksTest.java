package io.jenkins.plugins.obshell.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.console.ConsoleNote;
import hudson.console.HyperlinkNote;
import hudson.model.FreeStyleBuild;
import io.jenkins.plugins.obshell.report.ConsoleLinks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a line of the console names leads to the page of the build. */
@WithJenkins
class ConsoleLinksTest {

    private FreeStyleBuild build;
    private ConsoleLinks links;

    @BeforeEach
    void makeBuild(JenkinsRule jenkins) throws Exception {
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject("nightly"));
        links = new ConsoleLinks(build, "production", "tenant1");
    }

    @Test
    void clusterTenantAndDagAreLinkedOnceEach() {
        String line = "tenant1 on production: DAG 11, DAG 12, tenant1";

        assertEquals(
                link("tenant1") + " on " + link("production") + ": " + link("DAG 11") + ", " + link("DAG 12")
                        + ", tenant1",
                links.link(line));
        assertEquals(line, ConsoleNote.removeNotes(links.link(line)));
    }

    @Test
    void partsOfOtherNamesAndPathsStayAsTheyAre() {
        String line = "tenant10, my-tenant1, /backup/tenant1/data, tenant1.example.com";

        assertEquals(line, links.link(line));
    }

    @Test
    void wordsAfterADagAreNoIds() {
        assertEquals(
                link("DAG 4a1") + " has ended. The DAG is FAILED.",
                links.link("DAG 4a1 has ended. The DAG is FAILED."));
    }

    @Test
    void thePageIsLinkedWhereItIsNamed() {
        assertEquals(
                "on the page “" + link("OceanBase backup") + "” of this build",
                links.link("on the page “OceanBase backup” of this build"));
        assertEquals("an OceanBase backup", links.link("an OceanBase backup"));
    }

    private String link(String text) {
        return HyperlinkNote.encodeTo("/" + build.getUrl() + "obshell/", text);
    }
}
