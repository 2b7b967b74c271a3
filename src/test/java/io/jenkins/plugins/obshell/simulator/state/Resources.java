package io.jenkins.plugins.obshell.simulator.state;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Zones with one server each, unit configs, and the resource pools that take their room. */
public final class Resources {

    private static final double CORES = 16;
    private static final long MEMORY = 64L << 30;
    private static final long DISK = 2L << 40;

    /**
     * A unit config.
     *
     * @param id     its number
     * @param name   its name
     * @param cpu    its cores
     * @param memory its memory, in bytes
     */
    public record Unit(int id, String name, double cpu, long memory) {}

    /** A resource pool in one zone. */
    public static final class Pool {
        public final int id;
        public final String name;
        public final String zone;
        public final Unit unit;
        public final int unitNum;
        /** The tenant that holds it, or 0. */
        public int tenantId;

        Pool(int id, String name, String zone, Unit unit, int unitNum) {
            this.id = id;
            this.name = name;
            this.zone = zone;
            this.unit = unit;
            this.unitNum = unitNum;
        }
    }

    private final Counters counters;
    private final List<String> zones = new ArrayList<>();
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    private double cores = CORES;
    private long memory = MEMORY;
    private long disk = DISK;
    private long diskTaken = DISK / 2;

    Resources(Counters counters, int zoneCount) {
        this.counters = counters;
        for (int zone = 1; zone <= zoneCount; zone++) {
            zones.add("zone" + zone);
        }
        addUnit("unit_1c2g", 1, 2L << 30);
        addUnit("drill_2c8g", 2, 8L << 30);
    }

    /** Adds a unit config. */
    public void addUnit(String name, double cpu, long bytes) {
        units.put(key(name), new Unit((int) counters.next("unit config") + 1000, name, cpu, bytes));
    }

    /** Changes the disk of each server for data, and what is taken of it. */
    public void disk(long newDisk, long newTaken) {
        disk = newDisk;
        diskTaken = newTaken;
    }

    /** In bytes. */
    public long disk() {
        return disk;
    }

    /** In bytes. */
    public long diskTaken() {
        return diskTaken;
    }

    /** Changes what each server has. */
    public void capacity(double newCores, long newMemory) {
        cores = newCores;
        memory = newMemory;
    }

    public List<String> zones() {
        return zones;
    }

    /** {@return the IP address of the one server of a zone} */
    public String serverIp(String zone) {
        return "10.0.0." + (1 + zones.indexOf(zone));
    }

    public double cores() {
        return cores;
    }

    public long memory() {
        return memory;
    }

    public Unit unit(String name) {
        return units.get(key(name));
    }

    public List<Pool> pools() {
        return new ArrayList<>(pools.values());
    }

    public List<Pool> poolsOf(int tenantId) {
        return pools.values().stream().filter(pool -> pool.tenantId == tenantId).toList();
    }

    public Pool pool(String name) {
        return pools.get(key(name));
    }

    public double coresTaken(String zone) {
        return pools.values().stream()
                .filter(pool -> pool.zone.equals(zone))
                .mapToDouble(pool -> pool.unit.cpu() * pool.unitNum)
                .sum();
    }

    public long memoryTaken(String zone) {
        return pools.values().stream()
                .filter(pool -> pool.zone.equals(zone))
                .mapToLong(pool -> pool.unit.memory() * pool.unitNum)
                .sum();
    }

    /** Makes a pool that nobody holds; null where the zone has no room for it. */
    Pool make(String name, String zone, Unit unit, int unitNum) {
        if (coresTaken(zone) + unit.cpu() * unitNum > cores || memoryTaken(zone) + unit.memory() * unitNum > memory) {
            return null;
        }
        Pool pool = new Pool((int) counters.next("resource pool") + 1000, name, zone, unit, unitNum);
        pools.put(key(name), pool);
        return pool;
    }

    /** Gives a tenant its pools: one a zone. */
    void give(String tenant, int tenantId) {
        for (String zone : zones) {
            Pool pool = make("pool_" + tenant + "_" + zone, zone, unit("unit_1c2g"), 1);
            if (pool != null) {
                pool.tenantId = tenantId;
            }
        }
    }

    /** A tenant that is gone holds nothing any more. */
    List<String> release(int tenantId) {
        List<Pool> released = poolsOf(tenantId);
        released.forEach(pool -> pool.tenantId = 0);
        return released.stream().map(pool -> pool.name).toList();
    }

    public void drop(String name) {
        pools.remove(key(name));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
