package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.AgentInfo;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/** obshell answered with an error envelope. */
public final class RefusedException extends ObshellException {

    private static final long serialVersionUID = 1;

    private static final Set<String> WRONG_PASSWORD = Set.of(
            "Security.Authentication.IncorrectOceanbasePassword",
            "Security.Authentication.IncorrectAgentPassword",
            "Security.Authentication.WithAgentPassword",
            "Security.Authentication.WithOceanBasePassword",
            "Security.Authentication.AgentPasswordNotInitialized",
            "Security.Authentication.UnknownPasswordType");
    private static final int OLD_AUTHENTICATION_CODE = 10008;
    private static final int OLD_DECRYPT_CODE = 1;
    private static final String OLD_DECRYPT_WORDS = "decrypt failed";
    private static final String OLD_EXPIRED_WORDS = "expired";
    private static final List<String> OLD_MAINTENANCE_WORDS = List.of("is under maintenance", "处于运维状态");

    private static final Set<String> DESTINATION_MISSING =
            Set.of("OB.Backup.DataDestEmpty", "OB.Backup.ArchiveDestEmpty");
    private static final List<String> OLD_DESTINATION_WORDS = List.of("destination is empty", "数据备份路径为空", "归档目标路径为空");

    /** Any SQL error inside obshell, which in a read mostly passes; its HTTP status is 400. */
    private static final String SQL_ERROR = "MySQL.Error";

    private static final String TASK_NOT_FOUND = "Task.NotFound";

    /** How a Task.NotFound message ends, in every language, if there is no such task. Otherwise a query failed. */
    private static final List<String> NO_TASK_WORDS = List.of("record not found", "no backup task");

    private static final String OLD_TASK_NOT_FOUND_WORDS = "Task not found: ";
    private static final String OLD_IDENTITY_WORDS = "'" + AgentInfo.CLUSTER_AGENT + "'";

    private final Endpoint endpoint;
    private final int httpStatus;
    private final Said said;
    private final boolean underMaintenance;
    private final boolean destinationMissing;
    private final boolean notClusterAgent;
    private final boolean decryptFailure;
    private final boolean expired;
    private final boolean isRead;
    private final boolean failedQuery;

    /**
     * What obshell said.
     *
     * @param errCode its name of the error, or null
     * @param code    its old number of the error
     * @param message its words
     * @param traceId the id under which it logged the call, or null
     */
    public record Said(
            @Nullable String errCode,
            int code,
            String message,
            @Nullable String traceId) implements Serializable {

        private Said without(SecretMask secrets) {
            return new Said(
                    errCode == null ? null : secrets.excerpt(errCode),
                    code,
                    secrets.excerpt(message),
                    traceId == null ? null : secrets.excerpt(traceId));
        }

        private boolean isMaintenanceLock() {
            return errCode == null
                    ? OLD_MAINTENANCE_WORDS.stream().anyMatch(message::contains)
                    : errCode.contains("UnderMaintenance");
        }

        private boolean isDestinationMissing() {
            return errCode == null
                    ? OLD_DESTINATION_WORDS.stream().anyMatch(message::contains)
                    : DESTINATION_MISSING.contains(errCode);
        }

        private boolean isNotClusterAgent() {
            return errCode == null ? message.contains(OLD_IDENTITY_WORDS) : errCode.startsWith("Agent.Identify.");
        }

        private boolean isDecryptFailure(int httpStatus) {
            return errCode == null
                    ? httpStatus == 401 && (code == OLD_DECRYPT_CODE || message.contains(OLD_DECRYPT_WORDS))
                    : errCode.startsWith("Security.Authentication.Header.Decrypt");
        }

        /** A read that failed in the database. obshell reports it as a bad request or as a missing task. */
        private boolean isFailedQuery() {
            boolean isTaskMissing =
                    errCode == null ? message.startsWith(OLD_TASK_NOT_FOUND_WORDS) : TASK_NOT_FOUND.equals(errCode);
            return SQL_ERROR.equals(errCode)
                    || isTaskMissing && NO_TASK_WORDS.stream().noneMatch(message::contains);
        }

        /** Old versions say so only in the message. */
        private boolean isExpired(int httpStatus) {
            return errCode == null
                    ? httpStatus == 401 && code == OLD_AUTHENTICATION_CODE && message.contains(OLD_EXPIRED_WORDS)
                    : errCode.equals("Security.Authentication.Expired");
        }
    }

    /** The meaning is read from the original words; the words that are kept are masked. */
    RefusedException(Endpoint endpoint, boolean isRead, int httpStatus, Said came, SecretMask secrets) {
        this(endpoint, isRead, httpStatus, came, came.without(secrets));
    }

    private RefusedException(Endpoint endpoint, boolean isRead, int httpStatus, Said came, Said said) {
        super(
                Messages.RefusedException_refused(
                        endpoint,
                        said.message(),
                        said.errCode() == null ? Integer.toString(said.code()) : said.errCode(),
                        httpStatus,
                        said.traceId() == null ? "-" : said.traceId()),
                null,
                (httpStatus >= 500 || came.isFailedQuery()) && !came.isMaintenanceLock());
        this.endpoint = endpoint;
        this.httpStatus = httpStatus;
        this.said = said;
        this.underMaintenance = came.isMaintenanceLock();
        this.destinationMissing = came.isDestinationMissing();
        this.notClusterAgent = came.isNotClusterAgent();
        this.decryptFailure = came.isDecryptFailure(httpStatus);
        this.expired = came.isExpired(httpStatus);
        this.isRead = isRead;
        this.failedQuery = came.isFailedQuery();
    }

    /** {@return the endpoint that refused} */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** {@return the HTTP status of the response} */
    public int httpStatus() {
        return httpStatus;
    }

    /** {@return obshell's name of the error, such as {@code OB.Tenant.NotExist}; none before obshell 4.3.1} */
    @Nullable
    public String errCode() {
        return said.errCode();
    }

    /** {@return obshell's old number of the error; 0 in new versions} */
    public int code() {
        return said.code();
    }

    /** {@return obshell's own words, without control characters and secrets} */
    public String obshellMessage() {
        return said.message();
    }

    /** {@return the id under which obshell logged the call} */
    @Nullable
    public String traceId() {
        return said.traceId();
    }

    /** {@return whether the password or its kind is wrong} */
    public boolean isWrongPassword() {
        return said.errCode() == null
                ? httpStatus == 401 && !decryptFailure && !expired
                : WRONG_PASSWORD.contains(said.errCode());
    }

    /**
     * {@return whether the task, the DAG or, in an older obshell, the route does not exist; not so if obshell could not read
     * a task, although it reports that with the same HTTP status}
     */
    public boolean isNotFound() {
        return httpStatus == 404 && !failedQuery;
    }

    /** {@return whether another maintenance task holds the lock of the tenant or the cluster, so that a later try can succeed} */
    public boolean isUnderMaintenance() {
        return underMaintenance;
    }

    /** {@return whether a backup was refused because no data or no archive destination is set, before any DAG was made} */
    public boolean isDestinationMissing() {
        return destinationMissing;
    }

    /** {@return whether this obshell is not, or not yet, a member of a running cluster} */
    public boolean isNotClusterAgent() {
        return notClusterAgent;
    }

    /** {@return whether the header was encrypted with another key than the agent's} */
    boolean isDecryptFailure() {
        return decryptFailure;
    }

    /** {@return whether the header had expired by the server's clock} */
    boolean isExpired() {
        return expired;
    }

    @Override
    public boolean isTransient() {
        return (httpStatus >= 500 && !underMaintenance) || notClusterAgent || failedQuery && isRead;
    }
}
