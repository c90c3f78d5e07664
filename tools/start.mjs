// npm start      builds and starts all apps; Ctrl-C or SIGTERM stops them in order
// npm run dev    the same from sources: an app restarts when they change
import { runNx } from './run-nx.mjs';

runNx(['run-many', `--target=${process.argv[2] === 'dev' ? 'dev' : 'serve'}`], process.env);
