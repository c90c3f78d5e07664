import { endAll } from './process.js';

jest.setTimeout(60_000);

afterAll(endAll);
