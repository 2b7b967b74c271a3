package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.springframework.security.core.Authentication;

/**
 * Lists and checks of credentials for forms, following the consumer guide of the credentials plugin: a user who may not
 * use the credentials of an item sees the present value and nothing else. An item of null is the global configuration or
 * a page without an item, for administrators.
 */
public final class CredentialsForms {

    private CredentialsForms() {}

    /**
     * @param item      the item whose form it is, or null
     * @param current   the present value, always kept
     * @param endpoints the endpoints of the form as text, which a credential's domain must allow; empty for any
     * @return secret texts and user names with password that hold obshell's password or the password of a backup set
     */
    @NonNull
    public static ListBoxModel passwords(
            @CheckForNull Item item, @CheckForNull String current, @CheckForNull String endpoints) {
        return list(item, current, requirements(endpoints), passwords());
    }

    /**
     * @param item    the item whose form it is, or null
     * @param current the present value, always kept
     * @return user names with password that hold access id and access key of a storage
     */
    @NonNull
    public static ListBoxModel storageKeys(@CheckForNull Item item, @CheckForNull String current) {
        return list(item, current, List.of(), pairs());
    }

    /**
     * @param item      the item whose form it is, or null
     * @param value     the id of a credential; empty is right
     * @param endpoints the endpoints of the form as text, which the credential's domain must allow; empty for any
     * @return whether there is such a secret text or user name with password; ok for users who may not know
     */
    @NonNull
    public static FormValidation checkPassword(
            @CheckForNull Item item, @CheckForNull String value, @CheckForNull String endpoints) {
        return check(item, value, requirements(endpoints), passwords(), Messages.CredentialsForms_wrongKind());
    }

    /**
     * @param item  the item whose form it is, or null
     * @param value the id of a credential; empty is right
     * @return whether there is such a user name with password; ok for users who may not know
     */
    @NonNull
    public static FormValidation checkStorageKey(@CheckForNull Item item, @CheckForNull String value) {
        return check(item, value, List.of(), pairs(), Messages.CredentialsForms_notAPair());
    }

    /**
     * @param current   the present value, always kept
     * @param endpoints the endpoints of the form as text, which a credential's domain must allow; empty for any
     * @return certificates that builds can present to obshell, for users who may configure clusters
     */
    static ListBoxModel certificates(@CheckForNull String current, @CheckForNull String endpoints) {
        return list(null, current, requirements(endpoints), certificates());
    }

    /**
     * @param value     the id of a credential; empty is right
     * @param endpoints the endpoints of the form as text, which the credential's domain must allow; empty for any
     * @return whether there is such a certificate; ok for users who may not know
     */
    static FormValidation checkCertificate(@CheckForNull String value, @CheckForNull String endpoints) {
        return check(null, value, requirements(endpoints), certificates(), Messages.CredentialsForms_notACertificate());
    }

    /** {@return whether the person may see and use the credentials of this item} */
    static boolean mayUse(@CheckForNull Item item) {
        return item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
    }

    private static CredentialsMatcher passwords() {
        return CredentialsMatchers.anyOf(CredentialsMatchers.instanceOf(StringCredentials.class), pairs());
    }

    private static CredentialsMatcher certificates() {
        return CredentialsMatchers.instanceOf(StandardCertificateCredentials.class);
    }

    private static CredentialsMatcher pairs() {
        return CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class);
    }

    private static ListBoxModel list(
            Item item, String current, List<DomainRequirement> requirements, CredentialsMatcher kinds) {
        if (!mayUse(item)) {
            return new StandardListBoxModel().includeCurrentValue(Texts.orEmpty(current));
        }
        StandardListBoxModel list = new StandardListBoxModel();
        list.includeEmptyValue();
        if (item == null) {
            list.includeMatchingAs(
                    ACL.SYSTEM2, Jenkins.get(), StandardCredentials.class, requirements, forBuilds(kinds));
        } else {
            list.includeMatchingAs(asWhom(item), item, StandardCredentials.class, requirements, kinds);
        }
        return list.includeCurrentValue(Texts.orEmpty(current));
    }

    private static FormValidation check(
            Item item, String value, List<DomainRequirement> requirements, CredentialsMatcher kinds, String wrongKind) {
        String id = mayUse(item) ? Texts.orNull(value) : null;
        if (id == null) {
            return FormValidation.ok();
        }
        if (id.startsWith("${") && id.endsWith("}")) {
            return FormValidation.warning(Messages.CredentialsForms_parameter());
        }
        CredentialsMatcher named = CredentialsMatchers.withId(id);
        CredentialsMatcher right = CredentialsMatchers.allOf(named, kinds);
        if (exists(item, requirements, item == null ? forBuilds(right) : right)) {
            return FormValidation.ok();
        }
        if (exists(item, requirements, right)) {
            return FormValidation.error(Messages.CredentialsForms_systemScope());
        }
        if (exists(item, List.of(), right)) {
            return FormValidation.error(Messages.CredentialsForms_otherDomain());
        }
        if (exists(item, List.of(), named)) {
            return FormValidation.error(wrongKind);
        }
        return item == null
                ? FormValidation.warning(Messages.CredentialsForms_notGlobal())
                : FormValidation.error(Messages.CredentialsForms_missing());
    }

    private static boolean exists(Item item, List<DomainRequirement> requirements, CredentialsMatcher matcher) {
        ListBoxModel found = item == null
                ? CredentialsProvider.listCredentialsInItemGroup(
                        StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements, matcher)
                : CredentialsProvider.listCredentialsInItem(
                        StandardCredentials.class, item, asWhom(item), requirements, matcher);
        return !found.isEmpty();
    }

    /** Builds never get credentials of scope System, so a cluster cannot use one. */
    private static CredentialsMatcher forBuilds(CredentialsMatcher matcher) {
        return CredentialsMatchers.allOf(
                matcher, CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM)));
    }

    private static Authentication asWhom(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    private static List<DomainRequirement> requirements(String endpoints) {
        try {
            return CredentialReader.requirements(EndpointList.parse(EndpointList.split(endpoints)));
        } catch (IllegalArgumentException e) {
            // The field of the endpoints reports what is wrong with them.
            return List.of();
        }
    }
}
