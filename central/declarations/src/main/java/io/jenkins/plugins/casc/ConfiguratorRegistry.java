package io.jenkins.plugins.casc;

public interface ConfiguratorRegistry {}
