#!/usr/bin/env node
import { main } from './main.js';

/** Put in when the command is bundled (tools/package), for the bundle stands alone. */
declare const VERSION: string;

process.exitCode = await main({
  args: process.argv.slice(2),
  env: process.env,
  version: VERSION,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
