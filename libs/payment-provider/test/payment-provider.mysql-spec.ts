import { itIsAPaymentProvider } from './payment-provider.contract.js';
import { MariaDb } from './builders/mariadb.js';

describe('on MariaDB', () => {
  let server: MariaDb;

  beforeAll(async () => {
    server = await MariaDb.install();
    await server.start();
  }, 60_000);
  afterAll(() => server.remove());

  itIsAPaymentProvider('MariaDB', () => server.dialect());
});
