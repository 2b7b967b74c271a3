package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What Jenkins knows of any of the steps: the forms of the shared parameters, and how a Pipeline makes a step. */
public abstract class ObshellStepDescriptor extends StepDescriptor {

    /** {@return a build, its console and the node of the flow; no agent} */
    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FlowNode.class);
    }

    /**
     * Makes a step of the arguments in a Pipeline. An argument that is none is refused, lest a misspelt one be ignored and
     * the wrong thing done; all other wrong parameters are reported with it.
     *
     * @param arguments the arguments by name
     * @return the step
     * @throws AbortException if an argument is unknown, or of a wrong type
     */
    @Override
    @SuppressWarnings("deprecation") // The only way to refuse arguments without a stack trace.
    public Step newInstance(Map<String, Object> arguments) throws Exception {
        DescribableModel<? extends Step> model = DescribableModel.of(clazz.asSubclass(Step.class));
        Set<String> known = new TreeSet<>();
        model.getParameters().forEach(parameter -> known.add(parameter.getName()));
        Set<String> unknown = new TreeSet<>(arguments.keySet());
        unknown.removeAll(known);
        List<String> problems = new ArrayList<>();
        if (!unknown.isEmpty()) {
            problems.add(Messages.ObshellStepDescriptor_unknownArgument(
                    getFunctionName(), String.join(", ", unknown), String.join(", ", known)));
        }
        Map<String, Object> usable = new HashMap<>(arguments);
        usable.keySet().retainAll(known);
        try {
            Step step = model.instantiate(usable, null);
            if (problems.isEmpty()) {
                return step;
            }
            problems.addAll(((ObshellStep) step).parameterProblems());
        } catch (IllegalArgumentException e) {
            problems.add(Messages.ObshellStepDescriptor_wrongType(getFunctionName(), wrongTypes(model, usable)));
        }
        throw new AbortException(String.join("\n", problems));
    }

    /** Names the arguments that cannot be what the parameter takes. */
    private static String wrongTypes(DescribableModel<? extends Step> model, Map<String, Object> arguments) {
        return String.join(
                ", ",
                model.getParameters().stream()
                        .filter(parameter -> !fits(model, parameter, arguments.get(parameter.getName())))
                        .map(parameter -> parameter.getName() + " ("
                                + parameter.getErasedType().getSimpleName().toLowerCase(Locale.ROOT) + ")")
                        .toList());
    }

    private static boolean fits(
            DescribableModel<? extends Step> model, DescribableParameter parameter, @CheckForNull Object value) {
        if (value == null) {
            return true;
        }
        try {
            model.instantiate(Map.of(parameter.getName(), value), null);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@return what the step works on, for the list of steps} */
    @Override
    @CheckForNull
    public String argumentsToString(@NonNull Map<String, Object> namedArgs) {
        return Stream.of("tenant", "tenants", "dagId")
                .map(namedArgs::get)
                .filter(Objects::nonNull)
                .map(value -> value instanceof List<?> names
                        ? FirstFew.of(names, String::valueOf).joined(", ")
                        : value.toString())
                .findFirst()
                .orElse(null);
    }

    /** {@return the default of the parameter} */
    public final String getDefaultTimeout() {
        return ObshellStep.DEFAULT_TIMEOUT;
    }

    /** {@return the default of the parameter} */
    public final String getDefaultPollInterval() {
        return ObshellStep.DEFAULT_POLL_INTERVAL;
    }

    /** {@return the default of the parameter} */
    public final String getDefaultToleratedOutage() {
        return ObshellStep.DEFAULT_TOLERATED_OUTAGE;
    }

    /** {@return whether it is a duration within the limits} */
    @POST
    public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, value, ParameterRules::timeout);
    }

    /** {@return whether it is a duration within the limits} */
    @POST
    public FormValidation doCheckPollInterval(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, value, ParameterRules::pollInterval);
    }

    /** {@return whether it is a duration within the limits} */
    @POST
    public FormValidation doCheckToleratedOutage(@AncestorInPath Item item, @QueryParameter String value) {
        return check(item, value, ParameterRules::toleratedOutage);
    }

    /** {@return the verdict of a rule; a text with a variable is checked when the build runs} */
    static FormValidation check(
            @CheckForNull Item item, @CheckForNull String value, Function<String, Optional<String>> rule) {
        return verdict(item, value, text -> ObshellStep.hasVariable(text) ? Optional.empty() : rule.apply(text));
    }

    /** {@return the verdict of a rule on each of the names in a text} */
    static FormValidation checkNames(
            @CheckForNull Item item, @CheckForNull String value, Function<String, Optional<String>> rule) {
        return check(
                item,
                value,
                names -> NameList.split(List.of(names)).stream()
                        .flatMap(name -> rule.apply(name).stream())
                        .findFirst());
    }

    /** {@return the verdict of a rule, whatever variables are in the text} */
    static FormValidation verdict(
            @CheckForNull Item item, @CheckForNull String value, Function<String, Optional<String>> rule) {
        String text = maySee(item) ? Util.fixEmptyAndTrim(value) : null;
        return text == null
                ? FormValidation.ok()
                : rule.apply(text)
                        .map(sentence -> FormValidation.error(capitalized(sentence)))
                        .orElseGet(FormValidation::ok);
    }

    /** {@return a rule's sentence for a form; it begins in lower case, for a parameter's name before it} */
    static String capitalized(String sentence) {
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    /** {@return a list of words that is the same for everyone} */
    static ListBoxModel items(@CheckForNull Item item, ListBoxModel.Option... options) {
        return maySee(item) ? new ListBoxModel(options) : new ListBoxModel();
    }

    private static boolean maySee(@CheckForNull Item item) {
        return item == null ? Jenkins.get().hasPermission(Jenkins.READ) : item.hasPermission(Item.READ);
    }
}
