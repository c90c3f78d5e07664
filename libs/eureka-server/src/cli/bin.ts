#!/usr/bin/env node
import { main } from './main.js';

/** Defined by the bundler (tools/package): the bundle has no package.json to read it from. */
declare const VERSION: string;

process.exitCode = await main({
  args: process.argv.slice(2),
  env: process.env,
  version: VERSION,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
