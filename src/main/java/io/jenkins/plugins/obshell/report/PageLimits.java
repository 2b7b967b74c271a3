package io.jenkins.plugins.obshell.report;

/** How much the pages and the REST API show. */
final class PageLimits {

    /** The operations of a build in the REST API. */
    static final int MOST_EXPORTED = 20;

    /** The tenants of an operation. */
    static final int MOST_TENANTS = 100;

    /** The builds that are searched for the backups of a job: as many as the page of a job lists. */
    static final int MOST_BUILDS = 30;

    /** The backups on the page of a job. */
    static final int MOST_BACKUPS = 20;

    private PageLimits() {}
}
