// npm run doctor: finds what prevents the demo from starting on this machine, and how to fix it.
import { readdirSync, readFileSync } from 'node:fs';
import { appNamed } from './announcement.mjs';
import { hostName, nodeFits, portOf } from './doctor-checks.mjs';
import { table } from './table.mjs';

const marks = { ok: 'ok', note: '--', blocks: '!!' };

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const apps = readdirSync(new URL('../apps', import.meta.url)).map(appNamed);
const registries = apps.filter(({ kind }) => kind === 'eureka');

const findings = [
  nodeFits(process.version, engines.node),
  ...(await Promise.all(apps.map(({ name, port }) => portOf(name, port)))),
  await hostName('localhost', process.platform),
  ...(await Promise.all(registries.map(({ port }) => hostName(`eureka${port}.com`, process.platform)))),
];
console.log(table(findings.map(({ outcome, about, says }) => [marks[outcome], about, says])));

const blocked = findings.some(({ outcome }) => outcome === 'blocks');
console.log(blocked ? '\n  !! prevents the demo from starting' : '\n  the demo can start: npm start');
process.exitCode = blocked ? 1 : 0;
