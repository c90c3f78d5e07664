import { sqlite } from '../builders/dialect.js';
import { itKeepsPayments } from './persistence.contract.js';

itKeepsPayments('SQLite by libsql', sqlite('libsql'));
if (process.getBuiltinModule?.('node:sqlite')) itKeepsPayments("SQLite by Node's own", sqlite('node:sqlite'));
