import { MariaDb } from '../builders/mariadb.js';
import { itKeepsPayments } from './persistence.contract.js';

describe('on MariaDB', () => {
  let server: MariaDb;

  beforeAll(async () => {
    server = await MariaDb.install();
    await server.start();
  }, 60_000);
  afterAll(() => server.remove());

  itKeepsPayments('MariaDB', () => server.dialect());
});
