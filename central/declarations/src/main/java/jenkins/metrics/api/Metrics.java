package jenkins.metrics.api;

import central.declarations.Declared;
import com.codahale.metrics.MetricRegistry;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Plugin;

public class Metrics extends Plugin {

    @NonNull
    public static MetricRegistry metricRegistry() {
        return Declared.answer();
    }
}
