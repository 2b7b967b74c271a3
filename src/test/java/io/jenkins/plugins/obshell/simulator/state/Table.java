package io.jenkins.plugins.obshell.simulator.state;

/** A table of the database that obshell reads. */
public enum Table {
    /** Every route of a tenant looks it up here first. */
    TENANTS("oceanbase.dba_ob_tenants"),
    /** The overviews are read from here. */
    BACKUPS("oceanbase.cdb_ob_backup_tasks"),
    /** DAGs are kept here. */
    DAGS("ocs.dag_instance"),
    /** The nodes of DAGs are kept here. */
    NODES("ocs.node_instance");

    private final String fullName;

    Table(String fullName) {
        this.fullName = fullName;
    }

    /** What the database says when it does not find the table. */
    public String missing() {
        return "Error 1146 (42S02): Table '" + fullName + "' doesn't exist";
    }
}
