package io.jenkins.plugins.obshell.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.obshell.rules.JavaSources.Declared;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Attr;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.w3c.dom.Text;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class ViewsTest {

    private static final String RESOURCES = "src/main/resources/";
    private static final String FORM = "/lib/form";
    private static final Pattern LOCALIZED = Pattern.compile("\\$\\{%([^}(]+)(\\([^}]*\\))?}");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}");

    /** Attributes that a person reads. */
    private static final Set<String> SHOWN =
            Set.of("title", "description", "header", "add", "progress", "tooltip", "label", "placeholder", "alt");

    private final List<Path> views = Repository.files(RESOURCES, ".jelly");
    private final List<Path> helps = Repository.files(RESOURCES, ".html");
    private static final JavaSources SOURCES = new JavaSources("src/main/java");

    @Test
    void viewsEscapeByDefault() {
        List<String> problems = views.stream()
                .filter(view -> !Repository.text(view).startsWith("<?jelly escape-by-default='true'?>"))
                .map(Repository::name)
                .toList();
        assertFalse(views.isEmpty());
        assertEquals(List.of(), problems);
    }

    @Test
    void viewsAndHelpObeyAStrictContentSecurityPolicy() {
        assertEquals(
                List.of(), inEach(Stream.concat(views.stream(), helps.stream()).toList(), (element, problems) -> {
                    String name = element.getLocalName().toLowerCase(Locale.ROOT);
                    if (name.equals("style")
                            || name.equals("script")
                                    && !element.getTextContent().isBlank()) {
                        problems.add("inline <" + name + ">");
                    }
                    for (Attr attribute : attributes(element)) {
                        String key = attribute.getName().toLowerCase(Locale.ROOT);
                        String value = attribute.getValue().strip().toLowerCase(Locale.ROOT);
                        if (key.equals("style") || key.matches("on[a-z]+") || value.startsWith("javascript:")) {
                            problems.add("inline " + key + "=\"" + attribute.getValue() + "\"");
                        }
                    }
                }));
    }

    /** Pictures that the plugin draws itself, every text in them escaped; nothing else may go out as it is. */
    private static final Set<String> DRAWN = Set.of("${durations}", "${sizes}", "${chart}");

    @Test
    void nothingGoesOutUnescapedButPictures() {
        assertEquals(List.of(), inEach(views, (element, problems) -> {
            if (element.getLocalName().equals("out") && !DRAWN.contains(element.getAttribute("value"))) {
                problems.add("unescaped " + element.getAttribute("value"));
            }
            for (Attr attribute : attributes(element)) {
                if (attribute.getName().matches("(?i)escapeText|escape|escapeEntryTitleAndDescription")) {
                    problems.add(attribute.toString());
                }
            }
        }));
    }

    @Test
    void linksLeadWhereThePluginSaysAndFormsArePosted() {
        assertEquals(
                List.of(), inEach(Stream.concat(views.stream(), helps.stream()).toList(), (element, problems) -> {
                    String name = element.getLocalName().toLowerCase(Locale.ROOT);
                    String href = element.getAttribute("href");
                    boolean isConfirmed = name.equals("confirmationlink");
                    boolean ofThePlugin = href.isEmpty()
                            || isConfirmed && href.matches("[a-z]+\\?.*")
                            || href.startsWith("${rootURL}/")
                            || href.matches("(\\$\\{(page|h\\.getActionUrl\\(.*\\))}.*|#.*|https://.*)");
                    if (!ofThePlugin) {
                        problems.add("a link to " + href);
                    }
                    if (element.hasAttribute("target")
                            && !element.getAttribute("rel").contains("noopener")) {
                        problems.add("another window can reach this one: " + href);
                    }
                    if (isConfirmed && !element.getAttribute("post").equals("true")) {
                        problems.add("a confirmation that is not posted");
                    }
                    if (name.equals("form") && !element.getAttribute("method").equalsIgnoreCase("post")) {
                        problems.add("a form that is not posted");
                    }
                    if (Set.of("iframe", "object", "embed", "base", "meta").contains(name)) {
                        problems.add("<" + name + ">");
                    }
                }));
    }

    @Test
    void noFieldOfAFormHoldsASecret() {
        assertEquals(List.of(), inEach(views, (element, problems) -> {
            if (isForm(element, "password") || isForm(element, "secretTextarea")) {
                problems.add("a secret outside of credentials: " + element.getAttribute("field"));
            }
        }));
    }

    @Test
    void everyFieldHasHelpInBothLanguages() {
        List<String> problems = new ArrayList<>();
        for (Path view : views) {
            for (Element entry : elements(view)) {
                if (isForm(entry, "entry") && entry.hasAttribute("field")) {
                    String help = "help-" + entry.getAttribute("field");
                    Stream.of(help + ".html", help + "_zh_CN.html")
                            .filter(file -> folders(view).noneMatch(folder -> Files.exists(folder.resolve(file))))
                            .forEach(file -> problems.add(Repository.name(view) + " lacks " + file));
                }
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyHelpIsThereInBothLanguagesAndSaysSomething() {
        List<String> problems = new ArrayList<>();
        for (Path help : helps) {
            String name = help.getFileName().toString();
            String other = name.endsWith("_zh_CN.html")
                    ? name.replace("_zh_CN.html", ".html")
                    : name.replace(".html", "_zh_CN.html");
            if (!Files.exists(help.resolveSibling(other))) {
                problems.add(Repository.name(help) + " has no " + other);
            }
            if (document(help).getDocumentElement().getTextContent().isBlank()) {
                problems.add(Repository.name(help) + " is empty");
            }
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void everyFieldHasATitle() {
        assertEquals(List.of(), inEach(views, (element, problems) -> {
            if (isForm(element, "entry")
                    && element.hasAttribute("field")
                    && !element.hasAttribute("title")
                    && !hasTitledChild(element)) {
                problems.add("no title for " + element.getAttribute("field"));
            }
        }));
    }

    @Test
    void viewsHoldNoTextOfTheirOwn() {
        List<Path> localized = views.stream()
                .filter(view -> !view.equals(Repository.path(RESOURCES + "index.jelly")))
                .toList();
        assertEquals(List.of(), inEach(localized, (element, problems) -> {
            for (Attr attribute : attributes(element)) {
                if (SHOWN.contains(attribute.getName()) && speaks(attribute.getValue())) {
                    problems.add(attribute.getName() + "=\"" + attribute.getValue() + "\"");
                }
            }
            Stream.of(element)
                    .filter(parent -> !parent.getLocalName().equals("documentation"))
                    .flatMap(ViewsTest::children)
                    .filter(Text.class::isInstance)
                    .map(Node::getNodeValue)
                    .filter(ViewsTest::speaks)
                    .forEach(text -> problems.add(text.strip()));
        }));
    }

    @Test
    void everyTextOfAViewIsThereInChineseAndIsUsed() {
        List<String> problems = new ArrayList<>();
        for (Path view : views) {
            Set<String> used = LOCALIZED
                    .matcher(Repository.text(view))
                    .results()
                    .map(found -> found.group(1).strip())
                    .collect(Collectors.toCollection(TreeSet::new));
            String name = view.getFileName().toString();
            Map<String, String> english =
                    Repository.properties(view.resolveSibling(name.replace(".jelly", ".properties")));
            Map<String, String> chinese =
                    Repository.properties(view.resolveSibling(name.replace(".jelly", "_zh_CN.properties")));
            for (String key : used) {
                if (!chinese.containsKey(key)) {
                    problems.add(Repository.name(view) + " lacks in Chinese: " + key);
                }
            }
            Stream.concat(english.keySet().stream(), chinese.keySet().stream())
                    .filter(key -> !used.contains(key))
                    .distinct()
                    .forEach(key -> problems.add(Repository.name(view) + " does not use: " + key));
        }
        assertEquals(List.of(), problems);
    }

    private static boolean speaks(String text) {
        return WORD.matcher(EXPRESSION.matcher(text).replaceAll("")).find();
    }

    private static boolean hasTitledChild(Element entry) {
        return children(entry)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .anyMatch(child -> child.hasAttribute("title") || hasTitledChild(child));
    }

    /** The folders in which Jenkins looks for the help of a view: of its class and of that class's superclasses. */
    private Stream<Path> folders(Path view) {
        Path own = view.getParent();
        return SOURCES.classes().stream()
                .filter(type -> folder(type).equals(own))
                .findFirst()
                .map(type -> Stream.iterate(
                                Optional.of(type), Optional::isPresent, above -> SOURCES.superclass(above.get()))
                        .map(above -> folder(above.get())))
                .orElseGet(() -> Stream.of(own));
    }

    private static Path folder(Declared type) {
        return Repository.path(RESOURCES + (type.room() + "." + type.name()).replace('.', '/'));
    }

    private static boolean isForm(Element element, String tag) {
        return FORM.equals(element.getNamespaceURI()) && element.getLocalName().equals(tag);
    }

    private static List<String> inEach(List<Path> files, BiConsumer<Element, List<String>> rule) {
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            for (Element element : elements(file)) {
                List<String> found = new ArrayList<>();
                rule.accept(element, found);
                found.forEach(problem -> problems.add(Repository.name(file) + ": " + problem));
            }
        }
        return problems;
    }

    private static List<Element> elements(Path file) {
        NodeList all = document(file).getElementsByTagName("*");
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Element) all.item(i))
                .toList();
    }

    private static Stream<Node> children(Element element) {
        NodeList nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item);
    }

    private static List<Attr> attributes(Element element) {
        NamedNodeMap all = element.getAttributes();
        return IntStream.range(0, all.getLength())
                .mapToObj(i -> (Attr) all.item(i))
                .toList();
    }

    /** Help is a fragment of HTML, in which several elements may stand side by side. */
    private static Document document(Path file) {
        String text = Repository.text(file);
        String whole = file.toString().endsWith(".html") ? "<help>" + text + "</help>" : text;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(whole)));
        } catch (SAXException | ParserConfigurationException e) {
            throw new AssertionError(Repository.name(file) + " is not well-formed: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
