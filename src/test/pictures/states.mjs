// The states of a backup that the documents show, as builds of jobs in a running Jenkins.

const CLUSTER = "cluster: 'simulated', pollInterval: '1s'";
/** Where the cluster “simulated” of work/jenkins.yaml is, unless Jenkins was told otherwise. */
export const FIRST_PORT = Number(process.env.SIMULATOR_PORT ?? 2886);
const HISTORY = 6;

/** What the simulator is started with: tenant3 fails at first, where that is wanted; tenant4 outlasts the server's hour. */
export const simulatorFor = (states) => [
  `--ports ${[0, 1, 2].map((i) => FIRST_PORT + i).join(",")}`,
  "--password simulated",
  "--speed 30",
  `--tenants ${Array.from({ length: 12 }, (_, i) => `tenant${i + 1}`).join(",")}`,
  "--backup-minutes 30",
  "--minutes-of tenant1=10,tenant2=59,tenant4=120,tenant5=15,tenant7=20,tenant9=25,tenant11=40",
  ...(states.some(({ name }) => name === "failed") ? ["--failing-stages tenant3=2"] : []),
].join(" ");

const destinations = (tenant) =>
  `dataBaseUri: 'file:///data/backup/${tenant}/data', archiveBaseUri: 'file:///data/backup/${tenant}/archive'`;

/** A job whose builds take turns with three tenants, so that its history is one; the last build is of tenant1. */
const TAKING_TURNS = `def tenant = ['tenant5', 'tenant7', 'tenant1'][(currentBuild.number - 1) % 3]
obshellBackup(${CLUSTER}, tenant: tenant, dataBaseUri: "file:///data/backup/$tenant/data",
    archiveBaseUri: "file:///data/backup/$tenant/archive")`;

const backup = (tenant, more = "") => `obshellBackup(${CLUSTER}, tenant: '${tenant}', ${destinations(tenant)}${more})`;

/**
 * Each state: a name, the Pipeline that leads to it, and when it is reached: once a line of the console matches, or at the
 * end of the build.
 */
export const STATES = [
  { name: "running", script: backup("tenant2"), reached: /\[#{7}/ },
  { name: "completed", script: TAKING_TURNS, builds: HISTORY },
  { name: "restorable", script: backup("tenant6", ", restorableWithin: '30m'") },
  { name: "failed", script: backup("tenant3") },
  { name: "beyond-the-hour", script: backup("tenant4"), reached: /has ended, but the backup is still running[^]*?\[#/ },
  {
    name: "twelve-tenants",
    script: `obshellBackupConfig(${CLUSTER}, backupBaseUri: 'file:///data/backup', ifBackupRunning: 'interrupt')
obshellBackup(${CLUSTER}, ifBackupRunning: 'wait')`,
    reached: /12 tenants:.*[2-9] COMPLETED/,
  },
];

/** Lets a state happen; returns the address of the build, relative to Jenkins. */
export async function reach(jenkins, state) {
  const job = `backup-${state.name}`;
  await jenkins.createPipeline(job, state.script);
  let build;
  for (let i = 0; i < (state.builds ?? 1); i++) {
    build = await jenkins.build(job, { until: state.reached });
  }
  return { job: `job/${job}/`, build };
}

