// Runs beside the apps: waits until each of them responds, prints one table and ends.
import { readdirSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import { addressesOf, announcement, appNamed } from './announcement.mjs';
import { hostName } from './doctor-checks.mjs';
import { languageOf } from './language.mjs';

const limitSecs = 60;
const pauseMs = 250;

/** Resolves with true if this app responds at the address, and not another program on its port. */
const responds = (/** @type {string} */ address, /** @type {string} */ kind) =>
  new Promise((resolve) => {
    const request = get(`${address}/actuator/health`, { timeout: 1000 }, (response) => {
      response.resume();
      resolve(String(response.headers['x-application-context']).startsWith(`${kind}-`));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });

/**
 * @param {import('./announcement.mjs').App} app
 * @param {number} deadline
 */
async function find(app, deadline) {
  while (performance.now() < deadline) {
    for (const address of addressesOf(app, process.env)) {
      if (await responds(address, app.kind)) return { app, address };
    }
    await after(pauseMs);
  }
  return { app };
}

const names = process.env.STAGE_APPS?.split(',') ?? readdirSync(new URL('../apps', import.meta.url));
const deadline = performance.now() + limitSecs * 1000;
const found = await Promise.all(names.map((name) => find(appNamed(name), deadline)));
const language = languageOf(process.env);
// Clients that use the course's host names need them in the hosts file.
const hosts =
  process.env.EUREKA_HOSTNAMES === 'course' ? found.filter(({ app }) => app.kind === 'eureka') : [];
const findings = await Promise.all(
  hosts.map(({ app }) => hostName(`eureka${app.port}.com`, process.platform, undefined, language)),
);
const { LAB_PORT, COMPANION_PORT } = process.env;
const pages = {
  console: `http://localhost:${LAB_PORT?.trim() || 7010}/console`,
  companion: `http://localhost:${COMPANION_PORT?.trim() || 7020}/`,
};
console.log(announcement(found, language, limitSecs, findings, pages));
