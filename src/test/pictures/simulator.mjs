// The simulator, beside Jenkins.
import { spawn } from "node:child_process";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.end());
  });
}

/** Starts the simulator in the repository and waits until it answers; returns what stops it. */
export async function startSimulator(repository, port, args) {
  if (await answers(port)) {
    throw new Error(`Port ${port} is taken; stop the simulator that runs there`);
  }
  const command = process.env.SIMULATOR ?? "mvn -q -f central/pom.xml -Psimulator test-compile";
  const child = spawn(`exec ${command} "-Dsimulator.args=${args}"`, { cwd: repository, shell: true, stdio: "inherit" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  while (!(await answers(port))) {
    if (child.exitCode !== null) {
      throw new Error(`The simulator ended with ${child.exitCode}`);
    }
    await pause(500);
  }
  return async () => {
    child.kill();
    await ended;
  };
}
