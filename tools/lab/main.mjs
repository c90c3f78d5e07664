// Part of `serve`: serves the console with its lab at http://localhost:7010/console. On loopback
// only, with a token of this start; see server.mjs. LAB_PORT is another port.
import { readdirSync } from 'node:fs';
import { languageOf } from '../language.mjs';
import { labApps } from './apps.mjs';
import { Lab } from './lab.mjs';
import { buildPage } from './page-build.mjs';
import { labServer } from './server.mjs';

const { env } = process;
const port = Number(env['LAB_PORT']?.trim() || 7010);
const taken = {
  en: `lab: port ${port} is taken, so this start has no console with a lab; LAB_PORT=7011 is another one`,
  zh: `lab：端口 ${port} 被占用，本次启动没有实验室控制台；可用 LAB_PORT=7011 换一个端口`,
};

const names = env['STAGE_APPS']?.split(',') ?? readdirSync('apps');
const lab = new Lab(labApps(names, env), env, (line) => console.log(line));
const server = labServer(lab, 'libs/eureka-console/dist');

server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
  console.log(isTaken ? taken[languageOf(env)] : `lab: ${error.message}`);
  void lab.close();
});
const stopping = new AbortController();
server.listen(port, '127.0.0.1', () => {
  buildPage(lab, stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) console.log(`lab: the page of the console is not built: ${error.message}`);
  });
});

let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, async () => {
    if (isEnding) return;
    isEnding = true;
    stopping.abort();
    server.close();
    await lab.close();
    process.exit(0);
  });
