import { killAll } from './program.js';

jest.setTimeout(60_000);

afterAll(killAll);
