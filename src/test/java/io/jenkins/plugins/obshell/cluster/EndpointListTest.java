package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointListTest {

    @Test
    void linesCommasSemicolonsAndBlanksSeparate() {
        assertEquals(
                List.of("ob1", "ob2:2886", "https://ob3", "[::1]:2886", "ob5"),
                EndpointList.split(" ob1\r\nob2:2886,https://ob3 ; [::1]:2886，ob5\n"));
        assertEquals(List.of("a", "b", "c"), EndpointList.split(List.of("a", "b\nc", " ")));
    }

    @Test
    void nothingIsNoEndpoint() {
        assertEquals(List.of(), EndpointList.split((String) null));
        assertEquals(List.of(), EndpointList.split((List<String>) null));
        assertEquals(List.of(), EndpointList.split(" ,\n; "));
    }

    @Test
    void theSameEndpointWrittenTwiceIsAskedOnce() {
        assertEquals(
                List.of(new Endpoint("http", "ob1", 2886), new Endpoint("http", "ob2", 2886)),
                EndpointList.parse(List.of("ob1", "http://ob1:2886", "ob2")));
    }

    @Test
    void everyMistakeIsTold() {
        List<String> problems = EndpointList.problems(List.of("ob1", "ftp://ob2", "ob1:2886", "ob3/path"));
        assertEquals(3, problems.size());
        assertTrue(problems.get(0).contains("ftp://ob2"), problems.get(0));
        assertTrue(problems.get(1).contains("ob1:2886"), problems.get(1));
        assertTrue(problems.get(2).contains("ob3/path"), problems.get(2));
    }
}
