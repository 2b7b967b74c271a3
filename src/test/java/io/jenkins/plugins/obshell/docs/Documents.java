package io.jenkins.plugins.obshell.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents of the repository, as text. */
public final class Documents {

    static final Path ROOT =
            Path.of(System.getProperty("repository.root")).toAbsolutePath().normalize();
    static final Path SAMPLES = ROOT.resolve("src/test/resources/samples");

    private static final Pattern FENCED = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private Documents() {}

    /** {@return every document: in the root, in central and, at any depth, in docs} */
    static List<Path> all() {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> central = Files.list(ROOT.resolve("central"));
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.of(top, central, docs)
                    .flatMap(paths -> paths)
                    .filter(path -> path.toString().endsWith(".md"))
                    .forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.stream().sorted().toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the text of a document} */
    public static String read(String file) {
        return read(ROOT.resolve(file));
    }

    /** {@return the document without what stands in fences} */
    static String prose(Path document) {
        return FENCED.matcher(read(document)).replaceAll("");
    }

    /** {@return the one line of the document that begins and goes on so} */
    public static String line(String document, String beginning, String part) {
        List<String> lines = read(document)
                .lines()
                .filter(line -> line.startsWith(beginning) && line.contains(part))
                .toList();
        if (lines.size() != 1) {
            throw new AssertionError(document + " has " + lines.size() + " lines with “" + part + "”");
        }
        return lines.get(0);
    }

    /** {@return the cells of each row of the table that follows the marker, without its head} */
    public static List<List<String>> table(String document, String marker) {
        List<String> lines = read(document).lines().toList();
        int start = lines.indexOf("<!-- " + marker + " -->");
        if (start < 0) {
            throw new AssertionError(document + " has no table “" + marker + "”");
        }
        return lines.subList(start + 1, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(Documents::cells)
                .toList();
    }

    /** {@return the cells of a row} */
    static List<String> cells(String row) {
        String inner = row.strip();
        return Stream.of(inner.substring(1, inner.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    /** {@return the text between backticks, or the text itself} */
    public static String plain(String cell) {
        return cell.startsWith("`") && cell.endsWith("`") ? cell.substring(1, cell.length() - 1) : cell;
    }
}
