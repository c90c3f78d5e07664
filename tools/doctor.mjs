// npm run doctor: finds what prevents the demo from starting on this machine, and how to fix it.
import { readdirSync, readFileSync } from 'node:fs';
import { appNamed } from './announcement.mjs';
import { hostName, nodeFits, portOf } from './doctor-checks.mjs';
import { doctorWords } from './doctor-words.mjs';
import { languageOf } from './language.mjs';
import { table } from './table.mjs';

const marks = { ok: 'ok', note: '--', blocks: '!!' };

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const apps = readdirSync(new URL('../apps', import.meta.url)).map(appNamed);
const registries = apps.filter(({ kind }) => kind === 'eureka');

const language = languageOf(process.env);
const words = doctorWords[language];
const host = (/** @type {string} */ name) => hostName(name, process.platform, undefined, language);

const findings = [
  nodeFits(process.version, engines.node, language),
  ...(await Promise.all(apps.map(({ name, port }) => portOf(name, port, undefined, undefined, language)))),
  await host('localhost'),
  ...(await Promise.all(registries.map(({ port }) => host(`eureka${port}.com`)))),
];
console.log(table(findings.map(({ outcome, about, says }) => [marks[outcome], about, says])));

const blocked = findings.some(({ outcome }) => outcome === 'blocks');
console.log(`\n  ${blocked ? words.blocked : words.canStart}`);
process.exitCode = blocked ? 1 : 0;
