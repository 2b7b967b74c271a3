package io.jenkins.plugins.obshell.bench;

import java.util.List;

/**
 * A part of the report.
 *
 * @param title what it is about
 * @param how   how it was measured
 * @param rows  the figures
 */
public record Section(String title, String how, List<Row> rows) {}
