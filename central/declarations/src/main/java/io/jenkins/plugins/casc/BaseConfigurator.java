package io.jenkins.plugins.casc;

public abstract class BaseConfigurator<T> implements Configurator<T> {}
