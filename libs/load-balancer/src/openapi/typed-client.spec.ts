import { serviceClientDouble } from '../testing/index.js';
import { typed } from './typed-client.js';

interface Payment {
  id: number;
  serial: string;
}

/** As openapi-typescript makes it of a provider's Swagger document (/docs-json). */
interface paths {
  '/payment/get/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query?: never; header?: never; path: { id: number | string }; cookie?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { 'application/json': Payment } } };
    };
    put?: never;
    post?: never;
  };
  '/payment/search': {
    get: {
      parameters: { query?: { serial?: string }; path?: never };
      requestBody?: never;
      responses: { 200: { headers: object; content: { 'application/json': Payment[] } } };
    };
  };
  '/payment/create': {
    post: {
      parameters: { query?: never; path?: never };
      requestBody: { content: { 'application/json': { serial: string } } };
      responses: { 201: { headers: object; content: { 'application/json': number } } };
    };
  };
}

describe('a client that is typed by a Swagger document', () => {
  const double = () =>
    serviceClientDouble('payment-service', {
      'GET /payment/get/31': { id: 31, serial: 'x' },
      'GET /payment/get/a%2F..%2Fb': { id: 0, serial: 'odd' },
      'GET /payment/get/%2E%2E': { id: 0, serial: 'odder' },
      'GET /payment/search': [],
      'POST /payment/create': 1,
    });
  const payments = typed<paths>(double().client);

  it('knows what is answered', async () => {
    const payment: Payment = await payments.get('/payment/get/{id}', { path: { id: 31 } });
    expect(payment.serial).toBe('x');
    const stored: number = await payments.post('/payment/create', { body: { serial: 'x' } });
    expect(stored).toBe(1);
    const found: Payment[] = await payments.get('/payment/search', { query: { serial: 'x' } });
    expect(found).toEqual([]);
    expect(await payments.get('/payment/search', {})).toEqual([]);
  });

  it.each([
    ['a/../b', 'odd'],
    ['..', 'odder'],
  ])('keeps the value %s in its place in the path', async (id, serial) => {
    expect((await payments.get('/payment/get/{id}', { path: { id } })).serial).toBe(serial);
  });

  it('refuses to be compiled where something is wrong, and says so where it was not compiled', async () => {
    // @ts-expect-error there is no such path
    await expect(payments.get('/payment/got/{id}', { path: { id: 31 } })).rejects.toThrow('no answer to GET');
    // @ts-expect-error the path needs an id
    await expect(payments.get('/payment/get/{id}', {})).rejects.toThrow('needs a value for {id}');
    // @ts-expect-error a serial is a text
    await payments.post('/payment/create', { body: { serial: 5 } });
    // @ts-expect-error nothing can be posted there
    await expect(payments.post('/payment/search', {})).rejects.toThrow('no answer to POST');
  });
});
