package io.jenkins.plugins.obshell.simulator.http;

/** The errors that obshell answers with here: name, HTTP status, number, and message in two languages. */
public enum ErrorCode {
    BIND_JSON_FAILED("Common.BindJsonFailed", Kind.BAD_REQUEST, "Bind JSON failed: %s", "绑定 JSON 失败：%s"),
    NOT_FOUND("Common.NotFound", Kind.NOT_FOUND, "Element not found: %s", "未找到资源：%s"),
    UNEXPECTED("Common.Unexpected", Kind.UNEXPECTED, "Unexpected error: %s", "非预期错误：%s"),
    UNAUTHORIZED("Common.Unauthorized", Kind.UNAUTHORIZED, "Unauthorized", "认证失败"),
    INVALID_TIME_DURATION(
            "Common.InvalidTimeDuration", Kind.ILLEGAL, "Time duration '%s' is invalid: %s", "时间段 '%s' 无效：%s"),
    MYSQL("MySQL.Error", Kind.BAD_REQUEST, "MySQL error: %s", "SQL 执行出错: %s"),

    OCEANBASE_NOT_HOLD(
            "Agent.OceanBase.NotHold", Kind.UNEXPECTED, "Agent is not holding OceanBase", "Agent 未持有 OceanBase"),
    OCEANBASE_USELESS(
            "Agent.OceanBase.Useless",
            Kind.UNEXPECTED,
            "The current database is useless",
            "The current database is useless"),
    IDENTITY_NOT_SUPPORTED(
            "Agent.Identify.NotSupportOperation",
            Kind.BAD_REQUEST,
            "'%s' is '%s', instead of '%s', does not support this operation",
            "'%s' 身份是 '%s'，而不是 '%s'，不支持此操作"),

    HEADER_NOT_FOUND(
            "Request.Header.NotFound",
            Kind.BAD_REQUEST,
            "X-OCS-Agent-Header or X-OCS-Header not found in http request header",
            "HTTP 请求头中未找到 X-OCS-Agent-Header 或 X-OCS-Header"),
    BODY_KEY_INVALID(
            "Request.Body.Decrypt.AES.KeyAndIv.Invalid",
            Kind.UNEXPECTED,
            "AES key and IV size error",
            "AES 密钥和 IV 大小错误"),
    BODY_LENGTH_INVALID(
            "Request.Body.Decrypt.AES.ContentLength.Invalid",
            Kind.UNEXPECTED,
            "Decrypted string length is not a multiple of the block size",
            "解密字符串长度不是块大小的倍数"),

    HEADER_DECRYPT_FAILED(
            "Security.Authentication.Header.DecryptFailed",
            Kind.UNAUTHORIZED,
            1,
            "Decrypt http header failed: %s",
            "解密 HTTP 请求头失败：%s"),
    URI_MISMATCH("Security.Authentication.Header.UriMismatch", Kind.UNAUTHORIZED, 10008, "URI mismatch", "URI 不匹配"),
    EXPIRED("Security.Authentication.Expired", Kind.UNAUTHORIZED, 10008, "Authentication expired", "认证信息已过期"),
    TIMESTAMP_INVALID(
            "Security.Authentication.Timestamp.Invalid",
            Kind.UNAUTHORIZED,
            10008,
            "Invalid timestamp: %s, err: %s",
            "无效的时间戳：%s，错误：%s"),
    INCORRECT_ROOT_PASSWORD(
            "Security.Authentication.IncorrectOceanbasePassword",
            Kind.UNAUTHORIZED,
            10008,
            "OceanBase password is incorrect",
            "OceanBase root 密码不正确"),
    INCORRECT_AGENT_PASSWORD(
            "Security.Authentication.IncorrectAgentPassword",
            Kind.UNAUTHORIZED,
            10008,
            "Agent password is incorrect",
            "agent 密码不正确"),
    WITH_ROOT_PASSWORD(
            "Security.Authentication.WithOceanBasePassword",
            Kind.UNAUTHORIZED,
            10008,
            "Should use oceanbase_password to verify: %s",
            "应该使用 oceanbase_password 进行验证：%s"),
    WITH_AGENT_PASSWORD(
            "Security.Authentication.WithAgentPassword",
            Kind.UNAUTHORIZED,
            10008,
            "Should use agent_password to verify: %s",
            "应该使用 agent_password 进行验证：%s"),

    TENANT_NOT_EXIST("OB.Tenant.NotExist", Kind.BAD_REQUEST, "Tenant '%s' does not exist.", "租户 '%s' 不存在"),
    TENANT_SYS_NOT_ALLOWED(
            "OB.Tenant.SysOperationNotAllowed",
            Kind.BAD_REQUEST,
            "System tenant is not allowed to perform this operation",
            "不允许对系统租户执行此操作"),
    TENANT_EXISTED("OB.Tenant.Existed", Kind.ILLEGAL, "Tenant %s already exists", "租户 %s 已存在"),
    ZONE_LIST_EMPTY("OB.Tenant.ZoneList.Empty", Kind.ILLEGAL, "Zone list is empty.", "zone 列表为空"),
    ZONE_REPEATED("OB.Tenant.Zone.Repeated", Kind.ILLEGAL, "Zone '%s' is repeated.", "zone '%s' 重复出现"),
    UNIT_NUM_INVALID(
            "OB.Tenant.UnitNum.Invalid", Kind.ILLEGAL, "Unit number '%s' is invalid: %s", "租户 unit 数量 '%s' 非法：%s"),
    UNIT_NUM_INCONSISTENT(
            "OB.Tenant.UnitNum.Inconsistent",
            Kind.ILLEGAL,
            "Unit number is inconsistent, should be the same in all zones.",
            "租户 unit 数量不一致，所有 zone 中应该相同"),
    UNIT_NUM_EXCEEDS_LIMIT(
            "OB.Tenant.UnitNum.ExceedsLimit",
            Kind.ILLEGAL,
            "Unit number '%s' is bigger than server number '%s' in zone '%s'.",
            "租户 unit 数量 '%s' 超过 observer 数量 '%s'(在 zone '%s' 中)"),
    REPLICA_TYPE_INVALID(
            "OB.Tenant.Replica.InvalidType", Kind.ILLEGAL, "Replica type '%s' is not supported", "不支持的副本类型 '%s'"),
    NO_PAXOS_REPLICA(
            "OB.Tenant.NoPaxosReplica",
            Kind.ILLEGAL,
            "Tenant '%s' has no paxos replica, please check tenant's replica info.",
            "租户 '%s' 没有 paxos 副本，请检查租户的副本信息"),
    ZONE_NOT_EXIST("OB.Zone.NotExist", Kind.BAD_REQUEST, "Zone '%s' does not exist", "zone '%s' 不存在"),
    UNIT_CONFIG_NAME_EMPTY("OB.Resource.UnitConfig.Name.Empty", Kind.ILLEGAL, "Unit config name is empty.", "资源规格名称为空"),
    UNIT_CONFIG_NOT_EXIST(
            "OB.Resource.UnitConfig.NotExist", Kind.ILLEGAL, "Unit config '%s' does not exist.", "资源规格 '%s' 不存在"),
    RESOURCE_POOL_GRANTED(
            "OB.Resource.Pool.Granted",
            Kind.BAD_REQUEST,
            "Resource pool '%s' has already been granted to a tenant.",
            "资源池 '%s' 已被分配给租户"),
    RESTORE_NOT_RECOVERING(
            "OB.Restore.NotRecovering", Kind.ILLEGAL, "Tenant '%s' is not in restore state", "租户 '%s' 未处于恢复中"),
    RESTORE_TASK_NOT_EXIST("OB.Restore.Task.NotExist", Kind.ILLEGAL, "there is no restore dag: %s", "当前租户不存在恢复任务：%s"),
    TENANT_UNDER_MAINTENANCE(
            "OB.Tenant.UnderMaintenance",
            Kind.KNOWN,
            "Tenant '%s' is under maintenance, please try again later.",
            "租户 '%s' 处于运维状态中"),
    CLUSTER_UNDER_MAINTENANCE(
            "OB.Cluster.UnderMaintenance",
            Kind.KNOWN,
            "OceanBase cluster is under maintenance, please try again later",
            "集群处于运维状态中"),
    CLUSTER_UNDER_MAINTENANCE_WITH_DAG(
            "OB.Cluster.UnderMaintenanceWithDag",
            Kind.KNOWN,
            "OceanBase cluster is under maintenance by DAG: %s, please try again later",
            "集群处于运维状态中，运维任务：%s"),
    ASYNC_TIMEOUT("OB.Cluster.AsyncOperationTimeout", Kind.UNEXPECTED, "%s timeout", "%s 超时"),

    BASE_URI_EMPTY("OB.Backup.BaseUriEmpty", Kind.ILLEGAL, "backup_base_uri cannot be empty", "backup_base_uri 不能为空"),
    ARCHIVE_BASE_URI_EMPTY(
            "OB.Backup.ArchiveBaseUriEmpty", Kind.ILLEGAL, "archive_base_uri cannot be empty", "archive_base_uri 不能为空"),
    DATA_BASE_URI_EMPTY(
            "OB.Backup.DataBaseUriEmpty", Kind.ILLEGAL, "data_base_uri cannot be empty", "data_base_uri 不能为空"),
    NO_USER_TENANTS("OB.Backup.NoUserTenants", Kind.ILLEGAL, "No user tenants found", "未找到用户租户"),
    LOG_ARCHIVE_CONCURRENCY_INVALID(
            "OB.Backup.LogArchiveConcurrency.Invalid",
            Kind.ILLEGAL,
            "log_archive_concurrency must be between %s and %s",
            "log_archive_concurrency 必须在 %s 和 %s 之间"),
    HA_LOW_THREAD_SCORE_INVALID(
            "OB.Backup.HaLowThreadScore.Invalid",
            Kind.ILLEGAL,
            "ha_low_thread_score must be between %s and %s",
            "ha_low_thread_score 必须在 %s 和 %s 之间"),
    BINDING_INVALID(
            "OB.Backup.Binding.Invalid",
            Kind.ILLEGAL,
            "Invalid binding mode: %s, must be %s or %s",
            "binging 非法：%s，必须是 %s 或 %s"),
    DELETE_POLICY_INVALID(
            "OB.Backup.DeletePolicy.Invalid",
            Kind.ILLEGAL,
            "Invalid delete policy: '%s', must be '%s'",
            "非法的删除策略：'%s'，必须是 '%s'"),
    PIECE_SWITCH_INTERVAL_INVALID(
            "OB.Backup.PieceSwitchInterval.Invalid",
            Kind.ILLEGAL,
            "piece_switch_interval must be between %s and %s",
            "piece_switch_interval 必须在 %s 和 %s 之间"),
    ARCHIVE_LAG_TARGET_INVALID(
            "OB.Backup.ArchiveLagTarget.Invalid",
            Kind.ILLEGAL,
            "archive_lag_target must be less than %s",
            "archive_lag_target 必须小于 %s"),
    ARCHIVE_LAG_TARGET_FOR_S3_INVALID(
            "OB.Backup.ArchiveLagTargetForS3.Invalid",
            Kind.ILLEGAL,
            "archive_lag_target must be greater than %s for S3",
            "对于 S3，archive_lag_target 必须大于 %s"),
    MODE_INVALID(
            "OB.Backup.Mode.Invalid",
            Kind.ILLEGAL,
            "Invalid backup mode: %s, must be %s or %s",
            "非法的备份模式：%s，必须是 %s 或 %s"),
    STATUS_INVALID(
            "OB.Backup.Status.Invalid",
            Kind.ILLEGAL,
            "Invalid backup status: '%s', must be '%s'",
            "非法的备份状态：'%s'，必须是 '%s'"),
    ARCHIVE_LOG_STATUS_INVALID(
            "OB.Backup.ArchiveLogStatus.Invalid",
            Kind.ILLEGAL,
            "Invalid archive log status: '%s', must be '%s' or '%s'",
            "非法的归档日志状态：'%s'，必须是 '%s' 或 '%s'"),
    ARCHIVE_DEST_EMPTY(
            "OB.Backup.ArchiveDestEmpty",
            Kind.ILLEGAL,
            "Archive destination is empty, tenant: %s(%s)",
            "租户：%s(%s) 的归档目标路径为空"),
    DATA_DEST_EMPTY(
            "OB.Backup.DataDestEmpty",
            Kind.ILLEGAL,
            "Data destination is empty, tenant: %s(%s)",
            "租户：%s(%s) 的数据备份路径为空"),
    /** No refusal of its own: what stands before one. */
    PARSE_STORAGE_CONFIG("OB.Storage.URI.Invalid", Kind.ILLEGAL, "parse %s config", "parse %s config"),
    STORAGE_URI_INVALID("OB.Storage.URI.Invalid", Kind.ILLEGAL, "Invalid storage URI: %s", "非法的存储路径：%s"),

    HAS_RUNNING_BACKUP(
            "OB.Upgrade.HasRunningBackupTask",
            Kind.ILLEGAL,
            "There are %s running backup tasks, upgrade is not allowed temporarily",
            "有 %s 个备份任务正在运行，暂时不允许升级"),

    TASK_NOT_FOUND("Task.NotFound", Kind.NOT_FOUND, 0, 2300, "Task not found", "未找到任务"),
    TASK_NOT_FOUND_WITH_REASON("Task.NotFound", Kind.NOT_FOUND, 0, 2300, "Task not found: %s", "未找到任务：%s"),
    TASK_CREATE_FAILED("Task.CreateFailed", Kind.KNOWN, 0, 2301, "Create task '%s' failed", "创建任务 '%s' 失败"),
    GENERIC_ID_INVALID("Task.GenericID.Invalid", Kind.ILLEGAL, "Invalid ID: %s", "无效的任务通用 ID：%s"),
    OPERATOR_NOT_SUPPORTED(
            "Task.Dag.Operator.NotSupport", Kind.ILLEGAL, "Operator %s is not supported", "不支持的任务操作 '%s'"),
    ROLLBACK_NOT_FAILED(
            "Task.Dag.Operator.RollbackNotFailedDag",
            Kind.ILLEGAL,
            "Failed to set DAG rollback: DAG state is not failed",
            "设置 DAG 回滚失败：DAG 未失败"),
    ROLLBACK_NOT_ALLOWED(
            "Task.Dag.Operator.RollbackNotAllowed",
            Kind.ILLEGAL,
            "Failed to set DAG rollback: node %s cannot rollback",
            "设置 DAG 回滚失败：节点 %s 不能回滚"),
    CANCEL_FINISHED(
            "Task.Dag.Operator.CancelFinishedDag",
            Kind.ILLEGAL,
            "Failed to cancel DAG: DAG is finished",
            "取消 DAG 失败：DAG 已执行完成"),
    PASS_NOT_FAILED(
            "Task.Dag.Operator.PassNotFailedDag",
            Kind.ILLEGAL,
            "Failed to pass DAG: DAG is not failed",
            "跳过 DAG 失败：DAG 未失败"),
    TASK_EXPIRED(
            "Task.Expired",
            Kind.KNOWN,
            "%s has already executed task %s. '%s: %s' cannot be executed. Please submit a new request",
            "%s 已经执行了任务 %s。'%s: %s' 不能执行。请提交新的请求"),
    RETRY_NOT_FAILED(
            "Task.Dag.Operator.RetryNotFailedDag",
            Kind.ILLEGAL,
            "Failed to set DAG retry: DAG state is not failed",
            "重试 DAG 失败：DAG 未失败");

    /** What a failure is, as its HTTP status and as the number that servers before 4.3.1 gave it. */
    private enum Kind {
        BAD_REQUEST(400, 1000, "Bad request: "),
        ILLEGAL(400, 1001, "Illegal argument: "),
        UNAUTHORIZED(401, 10008, "Verification failed: "),
        NOT_FOUND(404, 1003, "Element not found: "),
        UNEXPECTED(500, 1002, "Unexpected error: "),
        KNOWN(500, 1010, "Known error: ");

        private final int status;
        private final int number;
        private final String earlierPrefix;

        Kind(int status, int number, String earlierPrefix) {
            this.status = status;
            this.number = number;
            this.earlierPrefix = earlierPrefix;
        }
    }

    private final String code;
    private final Kind kind;
    private final int number;
    private final int earlierNumber;
    private final String english;
    private final String chinese;

    ErrorCode(String code, Kind kind, String english, String chinese) {
        this(code, kind, 0, english, chinese);
    }

    ErrorCode(String code, Kind kind, int number, String english, String chinese) {
        this(code, kind, number, kind.number, english, chinese);
    }

    ErrorCode(String code, Kind kind, int number, int earlierNumber, String english, String chinese) {
        this.code = code;
        this.kind = kind;
        this.number = number;
        this.earlierNumber = earlierNumber;
        this.english = english;
        this.chinese = chinese;
    }

    public String code() {
        return code;
    }

    int status(ServerVersion version) {
        return (version.hasErrorNames() ? kind : earlierKind()).status;
    }

    /** Servers before 4.3.1 had no kind of their own for some failures; an SQL error was an unexpected one. */
    private Kind earlierKind() {
        return switch (this) {
            case HEADER_NOT_FOUND -> UNAUTHORIZED.kind;
            case MYSQL -> UNEXPECTED.kind;
            default -> kind;
        };
    }

    /** The number beside the name; 0 is left out. */
    int number(ServerVersion version) {
        return this == HEADER_DECRYPT_FAILED && !version.numbersDecryptFailures() ? 0 : number;
    }

    /** The number of a server that has no names yet. */
    int earlierNumber() {
        return earlierKind() == kind ? earlierNumber : earlierKind().number;
    }

    /** The message of a server that has no names yet: the number's own words, then what is the matter. */
    String earlierMessage(String message) {
        return switch (this) {
            case HEADER_NOT_FOUND -> UNAUTHORIZED.kind.earlierPrefix + "header not found";
            case HEADER_DECRYPT_FAILED -> kind.earlierPrefix + "header decrypt failed";
            case URI_MISMATCH -> kind.earlierPrefix + "uri mismatch";
            case EXPIRED -> kind.earlierPrefix + "auth expired";
            case INCORRECT_ROOT_PASSWORD, INCORRECT_AGENT_PASSWORD -> kind.earlierPrefix + "access denied";
            case MYSQL -> message.replace(MYSQL.message(false, ""), UNEXPECTED.kind.earlierPrefix);
            case TASK_NOT_FOUND, TASK_NOT_FOUND_WITH_REASON, NOT_FOUND, UNEXPECTED -> message;
            default -> message.startsWith("Create task") ? message : kind.earlierPrefix + message;
        };
    }

    public String message(boolean inChinese, Object... arguments) {
        return String.format(inChinese ? chinese : english, arguments);
    }
}
