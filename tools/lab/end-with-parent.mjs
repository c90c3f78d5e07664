// Loaded into a process that the lab starts: it ends with the lab, however that ended.
import { whenOrphaned } from '../run-nx.mjs';

whenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
