package io.jenkins.plugins.obshell.simulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A storage URI, taken apart as the server does. */
public record StorageUri(Protocol protocol, String path, Map<String, String> parameters) {

    /** Where backups can be kept. */
    public enum Protocol {
        OSS,
        COS,
        S3,
        FILE;

        String prefix() {
            return name().toLowerCase(Locale.ROOT) + "://";
        }
    }

    static Protocol protocolOf(String uri) throws ObshellException {
        for (Protocol protocol : Protocol.values()) {
            if (uri.startsWith(protocol.prefix())) {
                return protocol;
            }
        }
        throw ObshellException.of(ErrorCode.STORAGE_URI_INVALID, "invalid path type");
    }

    public static StorageUri parse(String uri) throws ObshellException {
        Protocol protocol = protocolOf(uri);
        String rest = uri.substring(protocol.prefix().length());
        if (protocol == Protocol.FILE) {
            if (rest.contains("?")) {
                throw invalid("invalid file path, contains invalid character '?'");
            }
            if (!rest.startsWith("/")) {
                throw invalid("invalid file path, must start with '/'");
            }
            return new StorageUri(protocol, rest, Map.of());
        }
        if (!rest.contains("/")) {
            throw invalid("invalid url format");
        }
        int query = rest.indexOf('?');
        if (query < 0 || query == rest.length() - 1) {
            throw invalid("invalid url format, missing query params");
        }
        StorageUri parsed = new StorageUri(
                protocol, rest.substring(0, query).replaceAll("/+$", ""), parameters(rest.substring(query + 1)));
        if (protocol == Protocol.COS && parsed.parameter("appid").isEmpty()) {
            throw invalid("cos appid is required");
        }
        return parsed;
    }

    /** A URI that the database gives; somebody may have set it by SQL. */
    static StorageUri stored(String uri) throws ObshellException {
        for (Protocol protocol : Protocol.values()) {
            if (uri.startsWith(protocol.prefix())) {
                if (protocol != Protocol.FILE && uri.indexOf('?') < 0) {
                    throw ObshellException.wrap(
                            ErrorCode.PARSE_STORAGE_CONFIG,
                            invalid("invalid url format, missing query params"),
                            protocol.name().toLowerCase(Locale.ROOT));
                }
                return parse(uri);
            }
        }
        throw invalid("invalid uri protocol");
    }

    private static ObshellException invalid(String reason) {
        return ObshellException.of(ErrorCode.STORAGE_URI_INVALID, reason);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.replace("+", "%2B").split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.putIfAbsent(
                    URLDecoder.decode(name, StandardCharsets.UTF_8), URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    public StorageUri below(String subpath) {
        return new StorageUri(protocol, path + "/" + subpath, parameters);
    }

    public String withoutSecret() {
        if (protocol == Protocol.FILE) {
            return protocol.prefix() + path;
        }
        StringBuilder uri = new StringBuilder(protocol.prefix() + path + "?host=" + parameter("host"));
        append(uri, protocol == Protocol.COS ? "appid" : protocol == Protocol.S3 ? "s3_region" : "");
        append(uri, "delete_mode");
        return uri.toString();
    }

    private void append(StringBuilder uri, String name) {
        if (!parameter(name).isEmpty()) {
            uri.append('&').append(name).append('=').append(parameter(name));
        }
    }

    public String whole() {
        if (protocol == Protocol.FILE) {
            return withoutSecret();
        }
        return withoutSecret() + "&access_id=" + parameter("access_id") + "&access_key=" + parameter("access_key");
    }
}
