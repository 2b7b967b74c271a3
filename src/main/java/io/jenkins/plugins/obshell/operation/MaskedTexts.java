package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;

/** Masks what is handed out: no secret, no control character. */
final class MaskedTexts {

    private MaskedTexts() {}

    /** {@return a mask for the secrets of a client as they are now; one is made for all texts that are handed out together} */
    static RecordTextMapper of(ObshellClient client) {
        SecretMask secrets = client.secrets();
        return new RecordTextMapper(text -> PlainText.line(secrets.mask(text)));
    }
}
