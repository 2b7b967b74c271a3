package central.declarations;

/** What the declarations hold in place of behaviour. SpotBugs looks into methods, and learns nothing from these. */
public final class Declared {

    private static volatile int calls;
    private static volatile Object nothing;

    private Declared() {}

    /** What a method does that returns nothing. */
    public static void call() {
        calls++;
    }

    /**
     * What any other method does.
     *
     * @param <T> what it ought to return
     * @return never
     * @throws UnsupportedOperationException always
     */
    public static <T> T answer() {
        call();
        if (calls != 0) {
            throw new UnsupportedOperationException("Only declared here. Test it in a controller, in the root build.");
        }
        return nothing();
    }

    /**
     * What a constant holds.
     *
     * @param <T> its type
     * @return null
     */
    @SuppressWarnings("unchecked")
    public static <T> T nothing() {
        return (T) nothing;
    }
}
