package io.jenkins.plugins.casc;

public class ConfigurationContext implements ConfiguratorRegistry {

    private ConfigurationContext() {}
}
