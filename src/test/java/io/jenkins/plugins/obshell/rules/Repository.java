package io.jenkins.plugins.obshell.rules;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** The files of this repository, in both of its builds. */
public final class Repository {

    private static final Path ROOT =
            Path.of(System.getProperty("repository.root", "")).toAbsolutePath().normalize();

    private Repository() {}

    /**
     * @param path from the root of the repository
     * @return that file or folder
     */
    public static Path path(String path) {
        return ROOT.resolve(path);
    }

    /**
     * @param folder from the root of the repository
     * @param ending how the files' names end
     * @return all such files below it, in order; none where there is no such folder
     */
    public static List<Path> files(String folder, String ending) {
        if (!Files.isDirectory(path(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(path(folder))) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file a file of the repository
     * @return its text, which is UTF-8 throughout
     */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param file a file of the repository
     * @return its path from the root, for messages
     */
    public static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    /**
     * @param file a properties file in UTF-8; one that does not exist is empty
     * @return its entries in the order of the file
     */
    public static Map<String, String> properties(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        List<String> order = new ArrayList<>();
        Properties properties = new Properties() {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Object put(Object key, Object value) {
                order.add((String) key);
                return super.put(key, value);
            }
        };
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> entries = new LinkedHashMap<>();
        order.forEach(key -> entries.put(key, properties.getProperty(key)));
        return entries;
    }
}
