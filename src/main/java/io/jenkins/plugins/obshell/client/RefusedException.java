package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
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
    private static final String OLD_IDENTITY_WORDS = "'" + AgentInfo.CLUSTER_AGENT + "'";

    private final Endpoint endpoint;
    private final int httpStatus;
    private final String errCode;
    private final int code;
    private final String obshellMessage;
    private final String traceId;

    RefusedException(
            Endpoint endpoint, int httpStatus, String errCode, int code, String obshellMessage, String traceId) {
        super(
                Messages.RefusedException_refused(
                        endpoint,
                        obshellMessage,
                        errCode == null ? Integer.toString(code) : errCode,
                        httpStatus,
                        traceId == null ? "-" : traceId),
                null,
                httpStatus >= 500 && !isMaintenanceLock(errCode, obshellMessage));
        this.endpoint = endpoint;
        this.httpStatus = httpStatus;
        this.errCode = errCode;
        this.code = code;
        this.obshellMessage = obshellMessage;
        this.traceId = traceId;
    }

    /** {@return who refused} */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** {@return the HTTP status of the answer} */
    public int httpStatus() {
        return httpStatus;
    }

    /** {@return obshell's name of the error, such as {@code OB.Tenant.NotExist}; none before obshell 4.3.1} */
    @Nullable
    public String errCode() {
        return errCode;
    }

    /** {@return obshell's old number of the error; 0 in new versions} */
    public int code() {
        return code;
    }

    /** {@return obshell's own words, control characters removed} */
    public String obshellMessage() {
        return obshellMessage;
    }

    /** {@return the id under which obshell logged the call} */
    @Nullable
    public String traceId() {
        return traceId;
    }

    /** {@return whether the password, or its kind, is not the one that obshell wants} */
    public boolean isWrongPassword() {
        return errCode == null
                ? httpStatus == 401 && !isDecryptFailure() && !isExpired()
                : WRONG_PASSWORD.contains(errCode);
    }

    /** {@return whether what was asked for does not exist: a task, a DAG, or the route itself in an older obshell} */
    public boolean isNotFound() {
        return httpStatus == 404;
    }

    /** {@return whether another maintenance task holds the tenant or the cluster, so that a later try can succeed} */
    public boolean isUnderMaintenance() {
        return isMaintenanceLock(errCode, obshellMessage);
    }

    private static boolean isMaintenanceLock(@Nullable String errCode, String message) {
        return errCode == null
                ? OLD_MAINTENANCE_WORDS.stream().anyMatch(message::contains)
                : errCode.contains("UnderMaintenance");
    }

    /** {@return whether this obshell is not, or not yet, a member of a running cluster} */
    public boolean isNotClusterAgent() {
        return errCode == null ? obshellMessage.contains(OLD_IDENTITY_WORDS) : errCode.startsWith("Agent.Identify.");
    }

    /** {@return whether the header was made with another key than the agent's} */
    boolean isDecryptFailure() {
        return errCode == null
                ? httpStatus == 401 && (code == OLD_DECRYPT_CODE || obshellMessage.contains(OLD_DECRYPT_WORDS))
                : errCode.startsWith("Security.Authentication.Header.Decrypt");
    }

    /** {@return whether the header had expired by the server's clock; old versions say so in words only} */
    boolean isExpired() {
        return errCode == null
                ? httpStatus == 401 && code == OLD_AUTHENTICATION_CODE && obshellMessage.contains(OLD_EXPIRED_WORDS)
                : errCode.equals("Security.Authentication.Expired");
    }

    @Override
    public boolean isTransient() {
        return (httpStatus >= 500 && !isUnderMaintenance()) || isNotClusterAgent();
    }
}
