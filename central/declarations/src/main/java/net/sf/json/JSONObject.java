package net.sf.json;

import central.declarations.Declared;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

public final class JSONObject implements Map<String, Object>, Comparable {

    private JSONObject() {}

    @Override
    public void clear() {
        Declared.call();
    }

    @Override
    public int compareTo(Object obj) {
        return Declared.answer();
    }

    @Override
    public boolean containsKey(Object key) {
        return Declared.answer();
    }

    @Override
    public boolean containsValue(Object value) {
        return Declared.answer();
    }

    @Override
    public Set entrySet() {
        return Declared.answer();
    }

    @Override
    public boolean equals(Object obj) {
        return Declared.answer();
    }

    @Override
    public Object get(Object key) {
        return Declared.answer();
    }

    @Override
    public int hashCode() {
        return Declared.answer();
    }

    @Override
    public boolean isEmpty() {
        return Declared.answer();
    }

    @Override
    public Set<String> keySet() {
        return Declared.answer();
    }

    public Object opt(String key) {
        return Declared.answer();
    }

    @Override
    public Object put(String key, Object value) {
        return Declared.answer();
    }

    @Override
    public void putAll(Map map) {
        Declared.call();
    }

    @Override
    public Object remove(Object key) {
        return Declared.answer();
    }

    @Override
    public int size() {
        return Declared.answer();
    }

    @Override
    public Collection values() {
        return Declared.answer();
    }
}
