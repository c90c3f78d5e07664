// Part of `serve`: the companion at http://localhost:7020/, on loopback only. COMPANION_PORT is
// another port. VitePress is loaded with the first request, so that a start of the demo is as fast
// without it.
import { languageOf } from '../language.mjs';
import { companionServer } from './server.mjs';
import { startSite } from './site.mjs';

const { env } = process;
const port = Number(env['COMPANION_PORT']?.trim() || 7020);
const taken = {
  en: `companion: port ${port} is taken, so this start has no companion; COMPANION_PORT=7021 is another one`,
  zh: `companion：端口 ${port} 被占用，本次启动没有学习手册；可用 COMPANION_PORT=7021 换一个端口`,
};

const server = companionServer(() => startSite(server));
server.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
  const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
  console.log(isTaken ? taken[languageOf(env)] : `companion: ${error.message}`);
});
server.on('listening', () => console.log(`companion: http://localhost:${port}/`));
server.listen(port, '127.0.0.1');

// Nothing of the site needs an orderly end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));
