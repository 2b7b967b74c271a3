package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * The body of {@code POST …/backup}; what is null is not sent.
 *
 * @param mode        {@code full} or {@code incremental}
 * @param plusArchive whether the archived log that makes the backup whole by itself goes into the backup set
 * @param encryption  the password of the backup set; never printed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupStart(
        String mode,
        @Nullable @JsonProperty("plus_archive") Boolean plusArchive,
        @Nullable String encryption) {

    /** {@return the start without the password} */
    @Override
    public String toString() {
        return "BackupStart[mode=" + mode + ", plusArchive=" + plusArchive + "]";
    }
}
