// npm run kill 8002    kills the app of the demo that listens on this port, as a crash would:
// without deregistration. A process that is only connected to the port is left alone.
import { killListener } from './kill-listener.mjs';
import { languageOf } from './language.mjs';

const { done, text } = await killListener(process.argv.slice(2), languageOf(process.env));
console.log(text);
process.exitCode = done ? 0 : 1;
